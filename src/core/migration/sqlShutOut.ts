import type { Json } from "../json.ts";
import { qualified } from "../catalog/objects.ts";
import type { ShutOut } from "./adapter.ts";
import type { AskedRule, RuleNeeds, TypeNeed } from "./newRules.ts";
import type { TableName } from "./tableName.ts";

interface Runner {
  readonly engine: { quoteName(name: string): string; quoteObject(object: { readonly schema?: string; readonly name: string }): string };
  run(sql: string, options?: { readonly signal?: AbortSignal }): Promise<{ readonly rows: readonly (readonly Json[])[] }>;
}

type Ask = (sql: string) => Promise<readonly (readonly Json[])[]>;

/** Conditions for the values of a column that its new type does not hold as they are; one that is absent is never met. */
export interface Unfit {
  /** The statement fails because of them, under any setting of the session. */
  readonly refusedAlways?: string;
  /** The statement fails because of them, or makes others of them, as the session is set. */
  readonly refused?: string;
  /** The statement runs through and makes others of them. */
  readonly changed?: string;
}

/** What an engine knows of its types; null where it cannot tell. */
export type UnfitOf = (need: TypeNeed) => Unfit | null;

const shown = 5;

/** As `MigrationAdapter.shutOutBy`. What looks at one row at a time is asked of all rows in one statement; a key takes one of its own. */
export async function sqlShutOut(session: Runner, rules: readonly AskedRule[], unfitOf: UnfitOf, signal: AbortSignal): Promise<(readonly ShutOut[] | null)[]> {
  const ask: Ask = async (sql) => (await session.run(sql, { signal })).rows;
  const tests = rules.map((rule) => testsOf(session, rule, unfitOf));
  const [together, alone] = [tests.flatMap((ones) => ones ?? []), rules.map((rule) => (rule.needs.kind === "foreignKey" ? [orphans(session, rule, rule.needs)] : []))];
  const found = new Map<Test, ShutOut>();
  for (const group of [together, ...alone]) for (const [test, shutOut] of await countEach(session, group, ask)) found.set(test, shutOut);
  const answers: (readonly ShutOut[] | null)[] = [];
  for (const [at, rule] of rules.entries()) {
    const own = tests[at];
    if (rule.needs.kind === "unique") answers.push(await duplicates(session, rule, rule.needs, ask));
    else answers.push(own == null ? null : [...own, ...(alone[at] ?? [])].flatMap((test) => found.get(test) ?? []));
  }
  return answers;
}

/** A condition of rows that break a rule. */
interface Test {
  readonly rule: AskedRule;
  readonly where: string;
  /** The statement changes such rows instead of failing. */
  readonly changed: boolean;
}

/** What tells of one row by itself; null where the engine cannot tell. */
function testsOf({ engine }: Runner, rule: AskedRule, unfitOf: UnfitOf): Test[] | null {
  const { needs, cut } = rule;
  switch (needs.kind) {
    case "notNull":
      return [{ rule, where: `${engine.quoteName(needs.column)} IS NULL`, changed: cut }];
    case "check":
      return [{ rule, where: `NOT ${needs.expression}`, changed: false }];
    case "type": {
      const unfit = unfitOf(needs);
      if (unfit === null) return null;
      const conditions = [[unfit.refusedAlways, false], [unfit.refused, cut], [unfit.changed, true]] as const;
      return conditions.flatMap(([where, changed]) => (where === undefined ? [] : [{ rule, where, changed }]));
    }
    default:
      return [];
  }
}

function orphans({ engine }: Runner, rule: AskedRule, { columns, parent, parentColumns }: Extract<RuleNeeds, { kind: "foreignKey" }>): Test {
  const from = named(engine, rule.table);
  const match = columns.map((column, at) => `p.${engine.quoteName(parentColumns[at] ?? "")} = ${from}.${engine.quoteName(column)}`).join(" AND ");
  const present = columns.map((column) => `${from}.${engine.quoteName(column)} IS NOT NULL`).join(" AND ");
  return { rule, where: `${present} AND NOT EXISTS (SELECT 1 FROM ${named(engine, parent)} p WHERE ${match})`, changed: false };
}

/** Counts the rows of one table that meet each of the conditions, in one statement; examples are looked for only where there are some. */
async function countEach({ engine }: Runner, tests: readonly Test[], ask: Ask): Promise<[Test, ShutOut][]> {
  const [first] = tests;
  if (first === undefined) return [];
  const from = named(engine, first.rule.table);
  const counts = tests.length === 1 ? `SELECT count(*) FROM ${from} WHERE ${first.where}` : `SELECT ${tests.map((_, at) => `sum(t${at})`).join(", ")} FROM (SELECT ${tests.map(({ where }, at) => `CASE WHEN ${where} THEN 1 ELSE 0 END AS t${at}`).join(", ")} FROM ${from}) counted`;
  const [row = []] = await ask(counts);
  const found: [Test, ShutOut][] = [];
  for (const [at, test] of tests.entries()) {
    const count = Number(row[at] ?? 0);
    if (count === 0) continue;
    const { rule, where, changed } = test;
    const keys = rule.key.length === 0 ? [] : await ask(`SELECT ${rule.key.map((column) => engine.quoteName(column)).join(", ")} FROM ${from} WHERE ${where} LIMIT ${shown}`);
    const examples = keys.map((values) => rule.key.map((column, place) => `${column} = ${String(values[place])}`).join(", "));
    found.push([test, { object: qualified(rule.table), rule: rule.title, count, examples, refused: !changed, ...(changed ? { changed: true as const } : {}) }]);
  }
  return found;
}

async function duplicates({ engine }: Runner, { table, title }: AskedRule, { columns, predicate }: Extract<RuleNeeds, { kind: "unique" }>, ask: Ask): Promise<ShutOut[]> {
  const names = columns.map((column) => engine.quoteName(column));
  const present = [...names.map((name) => `${name} IS NOT NULL`), ...(predicate === undefined ? [] : [`(${predicate})`])].join(" AND ");
  const groups = `FROM ${named(engine, table)} WHERE ${present} GROUP BY ${names.join(", ")} HAVING count(*) > 1`;
  const rows = await ask(`SELECT count(*), ${names.join(", ")} ${groups} LIMIT ${shown}`);
  if (rows.length === 0) return [];
  const [total] = await ask(`SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n ${groups}) d`);
  const examples = rows.map(([count, ...values]) => `${columns.map((column, at) => `${column} = ${String(values[at])}`).join(", ")}: ${String(count)} times`);
  return [{ object: qualified(table), rule: title, count: Number(total?.[0]), examples, refused: true }];
}

function named(engine: Runner["engine"], { schema, name }: TableName): string {
  return engine.quoteObject(schema === "" ? { name } : { schema, name });
}
