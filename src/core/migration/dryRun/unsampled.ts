import type { Catalog } from "../../catalog/catalog.ts";
import { findTable } from "../../catalog/lookup.ts";
import { qualified } from "../../catalog/objects.ts";
import type { ShutOut } from "../adapter.ts";
import type { ObjectRef } from "../../script/facts.ts";
import { newRules, type AskedRule, type NewRule } from "../newRules.ts";
import { originsOf } from "../origins.ts";
import type { Connection } from "../ports.ts";
import type { RunnableStatement } from "../plan.ts";
import { changesRowsOf } from "./lookAhead.ts";
import type { Foreseen } from "./lookAhead.ts";
import { isStatementError } from "./outcome.ts";

/** Up to so many rows a sample is the whole table, wherever one is taken. */
const wholeUpTo = 500;

/** A script that ran through on a database with a sample of the rows. */
export interface Sampled {
  readonly before: Catalog;
  readonly after: Catalog;
  readonly statements: readonly RunnableStatement[];
  /** All that ran there, with the migrations before it. */
  readonly ran: readonly RunnableStatement[];
  /** Those of them that change values which do not fit, as the session was set then, instead of refusing them. */
  readonly cutting: ReadonlySet<RunnableStatement>;
}

/** The database that has all rows, and its schema. */
export interface Whole {
  readonly connection: Connection;
  readonly catalog: () => Promise<Catalog>;
}

/**
 * What a script asked of rows that were not in the sample: each rule that it brought is asked of all rows of the target. Where nothing can be asked
 * there (the script, or one before it, changes the rows first), that is told as a rule of which nothing is known.
 */
export async function unsampled({ connection, catalog }: Whole, script: Sampled, signal: AbortSignal): Promise<Foreseen[]> {
  const { before, after, statements, ran, cutting } = script;
  if (connection.migrations.shutOutBy === undefined) return [];
  const origins = originsOf(statements);
  const rules = newRules(before, after, origins).flatMap((rule): Placed[] => {
    const statement = statementOf(ran, rule);
    return statement === undefined || isUnchecked(rule, ran) ? [] : [{ rule: { ...rule, cut: cutting.has(statement) }, statement }];
  });
  if (rules.length === 0) return [];
  const known = await catalog();
  const found: Foreseen[] = [];
  for (const name of new Set(rules.map(({ rule }) => qualified(rule.table)))) {
    const group = rules.filter(({ rule }) => qualified(rule.table) === name);
    const table = findTable(known, group[0]!.rule.table);
    // A table, or a column, that only the migrations before it make has no rows that nobody saw.
    const asked = table === undefined ? [] : group.filter(({ rule }) => columnsOf(rule).every((column) => table.columns.some((one) => one.name === column)));
    const [moved, still] = [asked.filter(({ rule }) => isMoved(rule, ran)), asked.filter(({ rule }) => !isMoved(rule, ran))];
    const answers = await answersTo(connection, still.map(({ rule }) => rule), signal);
    const unknown = [...moved, ...still.filter((_, at) => answers[at] === null)];
    for (const [at, { statement }] of still.entries()) for (const shutOut of answers[at] ?? []) found.push({ statement, way: null, shutOut, of: "target" });
    if (unknown.length === 0 || table === undefined || (await connection.migrations.count(table)) <= wholeUpTo) continue;
    for (const { rule, statement } of unknown) found.push({ statement, way: null, shutOut: null, of: "target", unasked: { object: name, rule: rule.title } });
  }
  return found;
}

interface Placed {
  readonly rule: AskedRule;
  readonly statement: RunnableStatement;
}

type Answers = readonly (readonly ShutOut[] | null)[];

/** What the server refuses to answer together is asked one by one; null for what it does not answer then. */
async function answersTo(connection: Connection, rules: readonly AskedRule[], signal: AbortSignal): Promise<Answers> {
  if (rules.length === 0) return [];
  try {
    return (await connection.migrations.shutOutBy?.(rules, signal)) ?? [];
  } catch (error) {
    if (!isStatementError(error)) throw error;
    if (rules.length === 1) return [null];
  }
  const answers: (readonly ShutOut[] | null)[] = [];
  for (const rule of rules) answers.push(...(await answersTo(connection, [rule], signal)));
  return answers;
}

/** Rows that are not as the target has them when the rule comes. */
function isMoved({ table, needs }: NewRule, ran: readonly RunnableStatement[]): boolean {
  return [table.name, ...(needs.kind === "foreignKey" ? [needs.parent.name] : [])].some((name) => ran.some((one) => changesRowsOf(name, one)));
}

/** Foreign keys that come while they are not checked let every row stay. */
function isUnchecked({ needs }: NewRule, ran: readonly RunnableStatement[]): boolean {
  return needs.kind === "foreignKey" && ran.some(({ facts }) => facts?.unchecked === true);
}

function columnsOf({ needs }: NewRule): readonly string[] {
  if (needs.kind === "check") return [];
  return needs.kind === "notNull" ? [needs.column] : needs.kind === "type" ? [needs.from.name] : needs.columns;
}

/** The last change of structure that defines what the rule is about, else the last that names its table. */
function statementOf(ran: readonly RunnableStatement[], { table, about }: NewRule): RunnableStatement | undefined {
  const names = new Set(about.map((name) => name.toLowerCase()));
  const on = (object: ObjectRef): boolean => object.table === table.name || (object.kind === "table" && object.name === table.name);
  const ddl = ran.filter(({ facts }) => facts?.kind === "ddl");
  return (
    ddl.findLast(({ facts }) => [...(facts?.defines ?? []), ...(facts?.redefines ?? [])].some((object) => on(object) && names.has(object.name.toLowerCase()))) ??
    ddl.findLast(({ facts }) => [...(facts?.defines ?? []), ...(facts?.uses ?? []), ...(facts?.renames ?? []).map(({ from }) => from), ...(facts?.redefines ?? [])].some(on))
  );
}
