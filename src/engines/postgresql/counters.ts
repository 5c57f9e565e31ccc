import type { Problem } from "../../core/migration/adapter.ts";
import { behind, type SequenceValue } from "../../core/snapshot/sequences.ts";
import type { Session } from "../engine.ts";
import { quoteName, quoteObject, quoteText } from "./quote.ts";

/** What the sequences that were used and count upwards (identity columns' too) have reached. */
export async function counters(session: Session): Promise<SequenceValue[]> {
  return values(session, "SELECT schemaname, sequencename, last_value::text FROM pg_catalog.pg_sequences WHERE last_value IS NOT NULL AND increment_by > 0 ORDER BY 1, 2");
}

export async function advanceCounters(session: Session, wanted: readonly SequenceValue[]): Promise<void> {
  const now = await values(session, "SELECT schemaname, sequencename, coalesce(last_value::text, '') FROM pg_catalog.pg_sequences");
  for (const { schema, name, last } of behind(wanted, now)) {
    await session.run(`SELECT pg_catalog.setval(pg_catalog.format('%I.%I', ${quoteText(schema)}, ${quoteText(name)})::regclass, ${BigInt(last)}, true)`);
  }
}

/** Where every sequence stands, by name; "" for one that was never used. */
export async function counterPositions(session: Session): Promise<ReadonlyMap<string, string>> {
  const { rows } = await session.run("SELECT schemaname || '.' || sequencename, coalesce(last_value::text, '') FROM pg_catalog.pg_sequences");
  return new Map(rows.map(([name, position]) => [String(name), String(position)]));
}

const ownedSequences = `
  SELECT sn.nspname::text, s.relname::text, tn.nspname::text, t.relname::text, a.attname::text, q.last_value::text, q.increment_by > 0
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
  JOIN pg_catalog.pg_class t ON t.oid = d.refobjid JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
  JOIN pg_catalog.pg_sequences q ON q.schemaname = sn.nspname AND q.sequencename = s.relname
  WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0 ORDER BY 1, 2`;

/** A sequence that lies behind the highest value of its column will give out a value that is taken. */
export async function countersBehind(session: Session, signal: AbortSignal): Promise<{ readonly counted: number; readonly problems: readonly Problem[] }> {
  const { rows } = await session.run(ownedSequences, { signal });
  const problems: Problem[] = [];
  for (const [schema = "", name = "", tableSchema = "", table = "", column = "", last = "", rising] of rows.map((row) => row.map(String))) {
    if (rising !== "true") continue;
    const top = (await session.run(`SELECT max(${quoteName(column)})::text FROM ${quoteObject({ schema: tableSchema, name: table })}`, { signal })).rows[0]?.[0];
    const reached = last === "null" ? null : BigInt(last);
    if (typeof top !== "string" || (reached !== null && reached >= BigInt(top)) || BigInt(top) < 1n) continue;
    problems.push({
      object: `${schema}.${name}`,
      message: `Sequence ${schema}.${name} has given out ${reached ?? "nothing"}, but ${tableSchema}.${table}.${column} reaches ${top}: inserts will collide.`,
      sql: `SELECT setval('${quoteObject({ schema, name }).replaceAll("'", "''")}', ${BigInt(top)})`,
    });
  }
  return { counted: rows.length, problems };
}

async function values(session: Session, query: string): Promise<SequenceValue[]> {
  const { rows } = await session.run(query);
  return rows.map(([schema, name, last]) => ({ schema: String(schema), name: String(name), last: String(last) }));
}
