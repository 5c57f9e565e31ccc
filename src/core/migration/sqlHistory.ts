import type { Json } from "../json.ts";
import type { HistoryStore, HistoryWriter, RecordedEntry } from "./historyTable.ts";
import type { Outcome } from "./migration.ts";

/** What SQL engines say differently about the one table. */
export interface SqlHistoryDialect {
  /** Where the table is; null where it is missing. */
  find(): Promise<HistoryPlace | null>;
  /** The name for a new one, quoted, with its schema where the engine has schemas: a migration may change the search path. */
  nameNew(): Promise<string>;
  readonly types: { readonly version: string; readonly text: string; readonly moment: string; readonly outcome?: string };
  /** `applied_at` as ISO 8601 text in UTC, with milliseconds. */
  readonly momentAsText: string;
  /** The placeholder of the parameter at a position, from 1. */
  parameter(at: number): string;
  /** `applied_at`'s parameter, an ISO 8601 text in UTC, as the value that is stored; absent: as it stands. */
  momentFromText?(parameter: string): string;
  /** What follows an INSERT so that it takes the place of the row with the same version. */
  replacing(columns: readonly string[]): string;
}

export interface HistoryPlace {
  /** As `nameNew` writes it. */
  readonly table: string;
  /** False for a table of a version that did not record fingerprints yet. */
  readonly hasFingerprint: boolean;
}

interface Runner {
  run(sql: string, options?: { readonly params?: readonly Json[] }): Promise<{ readonly rows: readonly (readonly Json[])[] }>;
}

/** The history of an SQL engine, in a table. */
export function sqlHistory(session: Runner, dialect: SqlHistoryDialect): HistoryStore {
  return { read: () => read(session, dialect), open: () => open(session, dialect) };
}

async function read(session: Runner, dialect: SqlHistoryDialect): Promise<RecordedEntry[]> {
  const place = await dialect.find();
  if (place === null) return [];
  const print = place.hasFingerprint ? "fingerprint" : "NULL";
  const { rows } = await session.run(
    `SELECT version, name, checksum, ${dialect.momentAsText}, duration_ms, statements_done, snapshot_id, outcome, ${print} FROM ${place.table} ORDER BY applied_at, version`,
  );
  return rows.map(([version, name, checksum, appliedAt, durationMs, statementsDone, snapshotId, outcome, fingerprint]) => ({
    version: String(version), name: String(name), checksum: String(checksum), appliedAt: String(appliedAt), durationMs: Number(durationMs),
    statementsDone: Number(statementsDone), snapshotId: textOrNull(snapshotId), outcome: outcome as Outcome, fingerprint: textOrNull(fingerprint),
  }));
}

const columns = ["version", "name", "checksum", "applied_at", "duration_ms", "statements_done", "snapshot_id", "outcome", "fingerprint"] as const;

async function open(session: Runner, dialect: SqlHistoryDialect): Promise<HistoryWriter> {
  const place = (await dialect.find()) ?? (await create(session, dialect));
  if (!place.hasFingerprint) await session.run(`ALTER TABLE ${place.table} ADD COLUMN fingerprint ${dialect.types.text}`);
  const { table } = place;
  const update = async (version: string, values: Readonly<Record<string, Json>>): Promise<void> => {
    const named = Object.entries(values);
    const set = named.map(([column], at) => `${column} = ${dialect.parameter(at + 1)}`).join(", ");
    await session.run(`UPDATE ${table} SET ${set} WHERE version = ${dialect.parameter(named.length + 1)}`, { params: [...named.map(([, value]) => value), version] });
  };
  const moment = dialect.parameter(4);
  const insert = `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${dialect.parameter(1)}, ${dialect.parameter(2)}, ${dialect.parameter(3)}, ${dialect.momentFromText?.(moment) ?? moment}, 0, 0, ${dialect.parameter(5)}, 'running', NULL) ${dialect.replacing(columns.slice(1))}`;
  return {
    begin: async ({ version, name, checksum, appliedAt, snapshotId }) => {
      await session.run(insert, { params: [version, name, checksum, appliedAt, snapshotId] });
    },
    advance: (version, statementsDone) => update(version, { statements_done: statementsDone }),
    snapshotTaken: (version, snapshotId) => update(version, { snapshot_id: snapshotId }),
    finish: (version, { outcome, durationMs, statementsDone, fingerprint, checksum }) =>
      update(version, { outcome, duration_ms: Math.round(durationMs), statements_done: statementsDone, fingerprint, ...(checksum === undefined ? {} : { checksum }) }),
    rolledBack: (version) => update(version, { outcome: "rolledBack", fingerprint: null }),
  };
}

async function create(session: Runner, { nameNew, types }: SqlHistoryDialect): Promise<HistoryPlace> {
  const table = await nameNew();
  await session.run(
    `CREATE TABLE ${table} (
  version ${types.version} PRIMARY KEY NOT NULL,
  name ${types.text} NOT NULL,
  checksum ${types.text} NOT NULL,
  applied_at ${types.moment} NOT NULL,
  duration_ms bigint NOT NULL,
  statements_done integer NOT NULL,
  snapshot_id ${types.text},
  outcome ${types.outcome ?? types.text} NOT NULL CHECK (outcome IN ('running', 'applied', 'failed', 'rolledBack')),
  fingerprint ${types.text}
)`,
  );
  return { table, hasFingerprint: true };
}

function textOrNull(value: Json | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
