import type { Dialect } from "../engineId.ts";
import type { Json } from "../json.ts";

/** Where a snapshot with rows keeps what its sequences had reached. */
export const sequencesFile = "data/sequences.json";

interface Runner {
  readonly facts: { readonly dialect: Dialect };
  run(sql: string, options?: { readonly params?: readonly Json[] }): Promise<{ readonly rows: readonly (readonly Json[])[] }>;
}

export interface SequenceValue {
  readonly schema: string;
  readonly name: string;
  /** The last value given out, as text: bigints do not fit a number. */
  readonly last: string;
}

/** What every sequence has reached: PostgreSQL's sequences (identity columns' too), SQLite's AUTOINCREMENT counters. */
export async function readSequences(session: Runner): Promise<SequenceValue[]> {
  const { rows } = await session.run(session.facts.dialect === "sqlite" ? await sqliteCounters(session) : postgresqlValues);
  return rows.map(([schema, name, last]) => ({ schema: String(schema), name: String(name), last: String(last) }));
}

/** The statements that move sequences on to at least these values; those that are gone are left out, none is ever moved back. */
export async function advanceSequences(session: Runner, values: readonly SequenceValue[], quote: (text: string) => string): Promise<string[]> {
  const now = new Map((await readSequencesOrUnused(session)).map((value) => [`${value.schema}.${value.name}`, value.last]));
  return values.flatMap(({ schema, name, last }) => {
    const reached = now.get(`${schema}.${name}`);
    if (reached === undefined || (reached !== "" && BigInt(reached) >= BigInt(last))) return [];
    if (session.facts.dialect === "sqlite") return [`UPDATE sqlite_sequence SET seq = ${BigInt(last)} WHERE name = ${quote(name)}`];
    return [`SELECT pg_catalog.setval(pg_catalog.format('%I.%I', ${quote(schema)}, ${quote(name)})::regclass, ${BigInt(last)}, true)`];
  });
}

const postgresqlValues = "SELECT schemaname, sequencename, last_value::text FROM pg_catalog.pg_sequences WHERE last_value IS NOT NULL AND increment_by > 0 ORDER BY 1, 2";

async function sqliteCounters(session: Runner): Promise<string> {
  const { rows } = await session.run("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'");
  return rows.length === 0 ? "SELECT '', '', '' WHERE 0" : "SELECT '', name, CAST(seq AS TEXT) FROM sqlite_sequence ORDER BY 2";
}

async function readSequencesOrUnused(session: Runner): Promise<SequenceValue[]> {
  if (session.facts.dialect === "sqlite") return readSequences(session);
  const { rows } = await session.run("SELECT schemaname, sequencename, coalesce(last_value::text, '') FROM pg_catalog.pg_sequences");
  return rows.map(([schema, name, last]) => ({ schema: String(schema), name: String(name), last: String(last) }));
}
