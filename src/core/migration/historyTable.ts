import type { Dialect } from "../engineId.ts";
import type { Json } from "../json.ts";
import type { HistoryEntry, Outcome } from "./migration.ts";

export const historyTableName = "data_engineer_migrations";

/** What reading and writing the history needs of a session. */
export interface HistorySession {
  readonly engine: { quoteName(name: string): string };
  readonly facts: { readonly dialect: Dialect };
  run(sql: string, options?: { readonly params?: readonly Json[] }): Promise<{ readonly rows: readonly (readonly Json[])[] }>;
}

/** A history row with what the contract does not ask for: the schema's fingerprint after it was applied, where it was taken. */
export interface RecordedEntry extends HistoryEntry {
  readonly fingerprint: string | null;
}

/** The history of this database, oldest first; empty where no migration was ever applied with this product. Writes nothing. */
export async function readHistory(session: HistorySession): Promise<RecordedEntry[]> {
  const place = await findTable(session);
  if (place === null) return [];
  const at = isSqlite(session) ? "applied_at" : `to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const print = place.hasFingerprint ? "fingerprint" : "NULL";
  const { rows } = await session.run(
    `SELECT version, name, checksum, ${at}, duration_ms, statements_done, snapshot_id, outcome, ${print} FROM ${place.table} ORDER BY applied_at, version`,
  );
  return rows.map(([version, name, checksum, appliedAt, durationMs, statementsDone, snapshotId, outcome, fingerprint]) => ({
    version: String(version), name: String(name), checksum: String(checksum), appliedAt: String(appliedAt), durationMs: Number(durationMs),
    statementsDone: Number(statementsDone), snapshotId: textOrNull(snapshotId), outcome: outcome as Outcome, fingerprint: textOrNull(fingerprint),
  }));
}

/** Writes the history; every call is one statement, so that it takes part in the transaction around it. */
export interface HistoryWriter {
  /** Puts the migration on record as running with nothing done, replacing an older row of its version. */
  begin(entry: Pick<HistoryEntry, "version" | "name" | "checksum" | "appliedAt" | "snapshotId">): Promise<void>;
  /** Says how many statements are done. */
  advance(version: string, statementsDone: number): Promise<void>;
  snapshotTaken(version: string, snapshotId: string): Promise<void>;
  finish(version: string, end: Pick<RecordedEntry, "outcome" | "durationMs" | "statementsDone" | "fingerprint">): Promise<void>;
  rolledBack(version: string): Promise<void>;
}

/** Makes the history table where it is missing and gives access to it. */
export async function openHistory(session: HistorySession): Promise<HistoryWriter> {
  const place = (await findTable(session)) ?? (await createTable(session));
  if (!place.hasFingerprint) await session.run(`ALTER TABLE ${place.table} ADD COLUMN fingerprint text`);
  const { table } = place;
  const write = async (sql: string, ...params: Json[]): Promise<void> => {
    await session.run(numbered(sql, session.facts.dialect), { params });
  };
  return {
    begin: ({ version, name, checksum, appliedAt, snapshotId }) =>
      write(
        `INSERT INTO ${table} (version, name, checksum, applied_at, duration_ms, statements_done, snapshot_id, outcome, fingerprint) VALUES (?, ?, ?, ?, 0, 0, ?, 'running', NULL)
         ON CONFLICT (version) DO UPDATE SET name = excluded.name, checksum = excluded.checksum, applied_at = excluded.applied_at, duration_ms = 0, statements_done = 0,
         snapshot_id = excluded.snapshot_id, outcome = 'running', fingerprint = NULL`,
        version, name, checksum, appliedAt, snapshotId,
      ),
    advance: (version, statementsDone) => write(`UPDATE ${table} SET statements_done = ? WHERE version = ?`, statementsDone, version),
    snapshotTaken: (version, snapshotId) => write(`UPDATE ${table} SET snapshot_id = ? WHERE version = ?`, snapshotId, version),
    finish: (version, { outcome, durationMs, statementsDone, fingerprint }) =>
      write(`UPDATE ${table} SET outcome = ?, duration_ms = ?, statements_done = ?, fingerprint = ? WHERE version = ?`, outcome, Math.round(durationMs), statementsDone, fingerprint, version),
    rolledBack: (version) => write(`UPDATE ${table} SET outcome = 'rolledBack', fingerprint = NULL WHERE version = ?`, version),
  };
}

interface Place {
  /** Quoted, with its schema where the engine has schemas: a migration may change the search path. */
  readonly table: string;
  readonly hasFingerprint: boolean;
}

async function findTable(session: HistorySession): Promise<Place | null> {
  if (isSqlite(session)) {
    const { rows } = await session.run(`SELECT name FROM pragma_table_info('${historyTableName}')`);
    return rows.length === 0 ? null : { table: historyTableName, hasFingerprint: rows.some(([name]) => name === "fingerprint") };
  }
  const { rows } = await session.run(`
    SELECT n.nspname::text, EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'fingerprint' AND NOT a.attisdropped)
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname = '${historyTableName}' AND c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%'
    ORDER BY n.nspname = current_schema() DESC NULLS LAST, n.nspname = 'public' DESC, 1 LIMIT 1`);
  const found = rows[0];
  return found === undefined ? null : { table: qualify(session, String(found[0])), hasFingerprint: found[1] === true };
}

async function createTable(session: HistorySession): Promise<Place> {
  const sqlite = isSqlite(session);
  const schema = sqlite ? null : String((await session.run("SELECT coalesce(current_schema(), 'public')::text")).rows[0]?.[0]);
  const table = schema === null ? historyTableName : qualify(session, schema);
  await session.run(
    `CREATE TABLE ${table} (
  version text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at ${sqlite ? "text" : "timestamptz"} NOT NULL,
  duration_ms bigint NOT NULL,
  statements_done integer NOT NULL,
  snapshot_id text,
  outcome text NOT NULL CHECK (outcome IN ('running', 'applied', 'failed', 'rolledBack')),
  fingerprint text
)`,
  );
  return { table, hasFingerprint: true };
}

function qualify(session: HistorySession, schema: string): string {
  return `${session.engine.quoteName(schema)}.${historyTableName}`;
}

/** Placeholders as the engine writes them. */
function numbered(sql: string, dialect: Dialect): string {
  let at = 0;
  return dialect === "postgresql" ? sql.replaceAll("?", () => `$${(at += 1)}`) : sql;
}

function isSqlite(session: HistorySession): boolean {
  return session.facts.dialect === "sqlite";
}

function textOrNull(value: Json | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
