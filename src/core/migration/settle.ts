import type { Catalog } from "../catalog/catalog.ts";
import type { ObjectRef } from "../script/facts.ts";
import type { Connection } from "./ports.ts";
import { sharesTransaction } from "./execute.ts";
import type { RunnableStatement } from "./runnable.ts";

/**
 * What became of a statement that runs outside of any transaction and was cut off: "done", "notDone" (what it left half done was removed, it can run again),
 * or "unknown" (nothing tells, running it again could do it twice). `note` says what was found, for the report.
 */
export interface Settled {
  readonly state: "done" | "notDone" | "unknown";
  readonly note: string;
}

/** Looks at the database to find out, and removes halves (an invalid index of a cut-off CREATE INDEX CONCURRENTLY). `before`: the schema when the migration began. */
export async function settle(connection: Connection, statement: RunnableStatement, before: Catalog | null): Promise<Settled> {
  const { facts, sql } = statement;
  if (sharesTransaction(statement)) return { state: "notDone", note: "It runs in one transaction with its record, so it was not done." };
  const verb = (facts?.verb ?? sql.trim()).toUpperCase();
  if (facts?.kind === "session" || /^\s*PRAGMA\b/i.test(sql) || repeatable.test(verb)) return { state: "notDone", note: `${words(sql)} can run again.` };
  if (connection.facts.engine === "postgresql") {
    if (/^CREATE (?:UNIQUE )?INDEX/.test(verb)) return settleIndex(connection, statement, before);
    if (/^REINDEX/.test(verb)) return settleReindex(connection);
    if (/DETACH PARTITION/i.test(sql)) return settleDetach(connection, sql);
  }
  const created = facts?.defines[0];
  if (created !== undefined) return (await exists(connection, created)) ? { state: "done", note: `${created.name} exists.` } : { state: "notDone", note: `${created.name} does not exist.` };
  const dropped = facts?.drops[0];
  if (dropped !== undefined) return (await exists(connection, dropped)) ? { state: "notDone", note: `${dropped.name} still exists.` } : { state: "done", note: `${dropped.name} is gone.` };
  return { state: "unknown", note: `Nothing tells whether ${words(sql)} was done.` };
}

/** Statements that may run any number of times. */
const repeatable = /^(?:VACUUM|ANALYZE|CLUSTER|CHECKPOINT|DISCARD|ALTER SYSTEM|REFRESH|SELECT|SET|RESET)\b/;

async function settleIndex(connection: Connection, { facts, sql }: RunnableStatement, before: Catalog | null): Promise<Settled> {
  const index = facts?.defines.find((item) => item.kind === "index");
  const table = index?.table ?? facts?.uses.find((item) => item.kind === "table")?.name;
  const known = new Set((before?.tables ?? []).flatMap((item) => item.indexes.map((one) => `${one.schema}.${one.name}`)));
  const { rows } = await connection.run(
    `SELECT n.nspname::text, c.relname::text, i.indisvalid AND i.indisready
     FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
     WHERE CASE WHEN $4::boolean THEN t.relname = $2 AND starts_with(c.relname, $1) ELSE c.relname = $1 END AND ($3::text = '' OR n.nspname = $3) AND n.nspname NOT LIKE 'pg\\_%'`,
    { params: [index?.name ?? "", table ?? "", index?.schema ?? "", /\bCONCURRENTLY\s+ON\b/i.test(sql)] },
  );
  const fresh = rows.filter(([schema, name]) => before === null || !known.has(`${String(schema)}.${String(name)}`));
  const notes: string[] = [];
  for (const [schema, name, valid] of fresh) {
    if (valid === true) return { state: "done", note: `Index ${String(name)} is there and valid.` };
    await connection.run(`DROP INDEX CONCURRENTLY IF EXISTS ${connection.engine.quoteObject({ schema: String(schema), name: String(name) })}`);
    notes.push(`Index ${String(name)} was left invalid; it was dropped to be built again.`);
  }
  return { state: "notDone", note: notes.join(" ") || "The index is not there." };
}

/** A cut-off REINDEX CONCURRENTLY leaves its transient index behind, invalid, with a name of its own. */
async function settleReindex(connection: Connection): Promise<Settled> {
  const { rows } = await connection.run(
    `SELECT n.nspname::text, c.relname::text FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'`,
  );
  for (const [schema, name] of rows) await connection.run(`DROP INDEX CONCURRENTLY IF EXISTS ${connection.engine.quoteObject({ schema: String(schema), name: String(name) })}`);
  return { state: "notDone", note: rows.length === 0 ? "REINDEX can run again." : `${rows.map(([, name]) => String(name)).join(", ")} was left invalid and was dropped.` };
}

async function settleDetach(connection: Connection, sql: string): Promise<Settled> {
  const name = /DETACH\s+PARTITION\s+((?:"(?:[^"]|"")+"|[\w$]+)(?:\.(?:"(?:[^"]|"")+"|[\w$]+))?)/i.exec(sql)?.[1] ?? "";
  const { rows } = await connection.run(
    "SELECT h.inhparent::regclass::text, coalesce((to_jsonb(h) ->> 'inhdetachpending')::boolean, false) FROM pg_catalog.pg_inherits h WHERE h.inhrelid = to_regclass($1)",
    { params: [name] },
  );
  const [parent, pending] = rows[0] ?? [];
  if (parent === undefined) return { state: "done", note: `${name} is detached.` };
  if (pending !== true) return { state: "notDone", note: `${name} is still attached.` };
  await connection.run(`ALTER TABLE ${String(parent)} DETACH PARTITION ${name} FINALIZE`);
  return { state: "done", note: `${name} was half detached; that was finished.` };
}

async function exists(connection: Connection, object: ObjectRef): Promise<boolean> {
  const ask = async (sql: string, ...params: string[]): Promise<boolean> => (await connection.run(sql, { params })).rows.length > 0;
  if (connection.facts.engine === "sqlite") return ask("SELECT 1 FROM sqlite_schema WHERE name = ? COLLATE NOCASE", object.name);
  if (object.kind === "database") return ask("SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1", object.name);
  const other = /^(subscription|tablespace) (.+)$/.exec(object.name);
  if (object.kind === "other" && other !== null) return ask(`SELECT 1 FROM pg_catalog.${other[1] === "subscription" ? "pg_subscription WHERE subname" : "pg_tablespace WHERE spcname"} = $1`, other[2]!);
  return ask(
    "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = $1 AND ($2::text = '' OR n.nspname = $2) AND n.nspname NOT LIKE 'pg\\_%'",
    object.name, object.schema ?? "",
  );
}

function words(sql: string): string {
  return sql.trim().split(/\s+/).slice(0, 3).join(" ");
}
