import type { Catalog } from "../../core/catalog/catalog.ts";
import type { Settled } from "../../core/migration/settled.ts";
import { settleBy } from "../../core/migration/settle.ts";
import type { RunnableStatement } from "../../core/migration/plan.ts";
import type { ObjectRef } from "../../core/script/facts.ts";
import type { Session } from "../engine.ts";
import { quoteObject } from "./quote.ts";

/** Looks at the database to find out, and removes halves (an invalid index of a cut-off CREATE INDEX CONCURRENTLY). `before`: the schema when the migration began. */
export function settle(session: Session, statement: RunnableStatement, before: Catalog | null): Promise<Settled> {
  return settleBy(
    {
      special: async ({ facts, sql }) => {
        const verb = (facts?.verb ?? sql.trim()).toUpperCase();
        if (/^CREATE (?:UNIQUE )?INDEX/.test(verb)) return settleIndex(session, statement, before);
        if (/^REINDEX/.test(verb)) return settleReindex(session);
        return /DETACH PARTITION/i.test(sql) ? settleDetach(session, sql) : null;
      },
      exists: (object) => exists(session, object),
      repeatable: (verb) => repeatable.test(verb),
    },
    statement,
  );
}

const repeatable = /^(?:VACUUM|ANALYZE|CLUSTER|CHECKPOINT|DISCARD|ALTER SYSTEM|REFRESH|SELECT|SET|RESET)\b/;

async function settleIndex(session: Session, { facts, sql }: RunnableStatement, before: Catalog | null): Promise<Settled> {
  const index = facts?.defines.find((item) => item.kind === "index");
  const table = index?.table ?? facts?.uses.find((item) => item.kind === "table")?.name;
  const known = new Set((before?.tables ?? []).flatMap((item) => item.indexes.map((one) => `${one.schema}.${one.name}`)));
  const { rows } = await session.run(
    `SELECT n.nspname::text, c.relname::text, i.indisvalid AND i.indisready
     FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
     WHERE CASE WHEN $4::boolean THEN t.relname = $2 AND starts_with(c.relname, $1) ELSE c.relname = $1 END AND ($3::text = '' OR n.nspname = $3) AND n.nspname NOT LIKE 'pg\\_%'`,
    { params: [index?.name ?? "", table ?? "", index?.schema ?? "", /\bCONCURRENTLY\s+ON\b/i.test(sql)] },
  );
  const fresh = rows.filter(([schema, name]) => before === null || !known.has(`${String(schema)}.${String(name)}`));
  const notes: string[] = [];
  for (const [schema, name, valid] of fresh) {
    if (valid === true) return { state: "done", note: `Index ${String(name)} is there and valid.` };
    await session.run(`DROP INDEX CONCURRENTLY IF EXISTS ${quoteObject({ schema: String(schema), name: String(name) })}`);
    notes.push(`Index ${String(name)} was left invalid; it was dropped to be built again.`);
  }
  return { state: "notDone", note: notes.join(" ") || "The index is not there." };
}

/** A cut-off REINDEX CONCURRENTLY leaves its transient index behind, invalid, with a name of its own. */
async function settleReindex(session: Session): Promise<Settled> {
  const { rows } = await session.run(
    `SELECT n.nspname::text, c.relname::text FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'`,
  );
  for (const [schema, name] of rows) await session.run(`DROP INDEX CONCURRENTLY IF EXISTS ${quoteObject({ schema: String(schema), name: String(name) })}`);
  return { state: "notDone", note: rows.length === 0 ? "REINDEX can run again." : `${rows.map(([, name]) => String(name)).join(", ")} was left invalid and was dropped.` };
}

async function settleDetach(session: Session, sql: string): Promise<Settled> {
  const name = /DETACH\s+PARTITION\s+((?:"(?:[^"]|"")+"|[\w$]+)(?:\.(?:"(?:[^"]|"")+"|[\w$]+))?)/i.exec(sql)?.[1] ?? "";
  const { rows } = await session.run(
    "SELECT h.inhparent::regclass::text, coalesce((to_jsonb(h) ->> 'inhdetachpending')::boolean, false) FROM pg_catalog.pg_inherits h WHERE h.inhrelid = to_regclass($1)",
    { params: [name] },
  );
  const [parent, pending] = rows[0] ?? [];
  if (parent === undefined) return { state: "done", note: `${name} is detached.` };
  if (pending !== true) return { state: "notDone", note: `${name} is still attached.` };
  await session.run(`ALTER TABLE ${String(parent)} DETACH PARTITION ${name} FINALIZE`);
  return { state: "done", note: `${name} was half detached; that was finished.` };
}

async function exists(session: Session, object: ObjectRef): Promise<boolean> {
  const ask = async (sql: string, ...params: string[]): Promise<boolean> => (await session.run(sql, { params })).rows.length > 0;
  if (object.kind === "database") return ask("SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1", object.name);
  const other = /^(subscription|tablespace) (.+)$/.exec(object.name);
  if (object.kind === "other" && other !== null) return ask(`SELECT 1 FROM pg_catalog.${other[1] === "subscription" ? "pg_subscription WHERE subname" : "pg_tablespace WHERE spcname"} = $1`, other[2] ?? "");
  return ask(
    "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = $1 AND ($2::text = '' OR n.nspname = $2) AND n.nspname NOT LIKE 'pg\\_%'",
    object.name, object.schema ?? "",
  );
}
