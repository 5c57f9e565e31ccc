import { StatementError } from "../../core/errors.ts";
import type { IntegrityProblem, ServerFacts } from "../engine.ts";
import { textsOf } from "./prepare.ts";
import { unescaped } from "./catalog/texts.ts";
import { quoteName } from "./quote.ts";
import type { SendOptions, Wire } from "./wire/wire.ts";

const perQuery = 25;

/** A question whose answer counts the rows that break a rule. */
interface Suspicion {
  readonly check: "foreignKey" | "check";
  readonly object: string;
  readonly query: string;
}

/**
 * Rows without their parents and rows that break a CHECK (loaded while foreign_key_checks or check_constraint_checks were off),
 * rules that are not enforced, views that lead nowhere, tables that the server itself calls damaged.
 */
export async function checkIntegrity(wire: Wire, facts: ServerFacts, signal?: AbortSignal): Promise<IntegrityProblem[]> {
  const limits: SendOptions = { signal };
  const suspicions = [...(await foreignKeys(wire, facts, limits)), ...(await checks(wire, facts, limits))];
  const problems = [...(await damaged(wire, facts, limits)), ...(await unenforced(wire, facts, limits))];
  for (let at = 0; at < suspicions.length; at += perQuery) problems.push(...(await countAll(wire, suspicions.slice(at, at + perQuery), limits)));
  return problems;
}

async function damaged(wire: Wire, facts: ServerFacts, limits: SendOptions): Promise<IntegrityProblem[]> {
  const { rows } = await wire.send(
    // The time has MariaDB open each table and view, and say in the comment what is wrong with it.
    `SELECT TABLE_TYPE, TABLE_NAME, TABLE_COMMENT, CREATE_TIME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?
     AND ((TABLE_TYPE = 'VIEW' AND TABLE_COMMENT <> 'VIEW') OR (TABLE_TYPE = 'BASE TABLE' AND ENGINE IS NULL)) ORDER BY 2`,
    { ...limits, params: [facts.database] },
  );
  return rows.map((row) => {
    const [type, name = "", comment = ""] = textsOf(row);
    return { check: type === "VIEW" ? "invalidView" : "integrity", object: name, message: withoutDatabase(comment, facts.database) };
  });
}

/** Messages name objects with the database in front. */
function withoutDatabase(message: string, database: string): string {
  return message.replaceAll(`'${database}.`, "'");
}

/** MySQL alone has rules that are written down and not enforced. */
async function unenforced(wire: Wire, facts: ServerFacts, limits: SendOptions): Promise<IntegrityProblem[]> {
  if (facts.dialect === "mariadb") return [];
  const { rows } = await wire.send("SELECT CONCAT(TABLE_NAME, '.', CONSTRAINT_NAME) FROM information_schema.TABLE_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ? AND ENFORCED = 'NO' ORDER BY 1", { ...limits, params: [facts.database] });
  return rows.map((row) => ({ check: "notValidated", object: textsOf(row)[0] ?? "", message: "The constraint is NOT ENFORCED: rows may break it. Run ALTER TABLE … ALTER CHECK … ENFORCED." }));
}

async function foreignKeys(wire: Wire, facts: ServerFacts, limits: SendOptions): Promise<Suspicion[]> {
  const { rows } = await wire.send(
    `SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE
     WHERE TABLE_SCHEMA = ? AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION`,
    { ...limits, params: [facts.database] },
  );
  const keys = new Map<string, { object: string; child: string; parent: string; columns: [string, string][] }>();
  for (const row of rows) {
    const [table = "", name = "", column = "", schema = "", parent = "", referenced = ""] = textsOf(row);
    const object = `${table}.${name}`;
    const key = keys.get(object) ?? { object, child: `${quoteName(facts.database)}.${quoteName(table)}`, parent: `${quoteName(schema)}.${quoteName(parent)}`, columns: [] };
    key.columns.push([quoteName(column), quoteName(referenced)]);
    keys.set(object, key);
  }
  return [...keys.values()].map(({ object, child, parent, columns }) => ({
    check: "foreignKey",
    object,
    query: `SELECT COUNT(*) FROM ${child} a WHERE ${columns.map(([own]) => `a.${own} IS NOT NULL`).join(" AND ")} AND NOT EXISTS (SELECT 1 FROM ${parent} b WHERE ${columns.map(([own, other]) => `b.${other} = a.${own}`).join(" AND ")})`,
  }));
}

async function checks(wire: Wire, facts: ServerFacts, limits: SendOptions): Promise<Suspicion[]> {
  const query =
    facts.dialect === "mariadb"
      ? "SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ? ORDER BY 1, 2"
      : `SELECT t.TABLE_NAME, t.CONSTRAINT_NAME, c.CHECK_CLAUSE FROM information_schema.TABLE_CONSTRAINTS t
         JOIN information_schema.CHECK_CONSTRAINTS c ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME
         WHERE t.CONSTRAINT_TYPE = 'CHECK' AND t.ENFORCED = 'YES' AND t.CONSTRAINT_SCHEMA = ? ORDER BY 1, 2`;
  const { rows } = await wire.send(query, { ...limits, params: [facts.database] });
  return rows.map((row) => {
    const [table = "", name = "", clause = ""] = textsOf(row);
    const rule = unescaped({ flavour: facts.dialect === "mariadb" ? "mariadb" : "mysql" }, clause);
    return { check: "check", object: `${table}.${name}`, query: `SELECT COUNT(*) FROM ${quoteName(facts.database)}.${quoteName(table)} WHERE NOT (${rule})` };
  });
}

/** A chunk in one query; where the server takes one of it for wrong, one by one, and that one is told. */
async function countAll(wire: Wire, suspicions: readonly Suspicion[], limits: SendOptions): Promise<IntegrityProblem[]> {
  try {
    const { rows } = await wire.send(suspicions.map(({ query }, at) => `SELECT ${at}, (${query})`).join(" UNION ALL "), limits);
    return rows.flatMap((row) => {
      const [at = "", count = ""] = textsOf(row);
      const suspicion = suspicions[Number(at)];
      return suspicion === undefined || count === "0" ? [] : [problemOf(suspicion, Number(count))];
    });
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    const [only] = suspicions;
    if (suspicions.length === 1 && only !== undefined) return [{ check: only.check, object: only.object, message: `It could not be checked: ${error.message}` }];
    const each: IntegrityProblem[] = [];
    for (const one of suspicions) each.push(...(await countAll(wire, [one], limits)));
    return each;
  }
}

function problemOf({ check, object }: Suspicion, count: number): IntegrityProblem {
  const rows = `${count} ${count === 1 ? "row" : "rows"}`;
  return { check, object, message: check === "foreignKey" ? `${rows} ${count === 1 ? "has" : "have"} no parent.` : `${rows} ${count === 1 ? "breaks" : "break"} the rule.` };
}
