import { historyTableName, type HistoryStore, type HistoryWriter, type RecordedEntry } from "../../core/migration/historyTable.ts";
import type { Outcome } from "../../core/migration/migration.ts";
import { StatementError } from "../../core/errors.ts";
import { documentsOf, durable, type MongodbLink, type OwnCommand } from "./link.ts";
import { numberOf, type Doc } from "./bson/value.ts";

/** The history as documents of a collection, one for each version, which is their _id. */
export function history(access: MongodbLink): HistoryStore {
  return {
    read: async () => (await documentsOf(access, { find: historyTableName, sort: { applied_at: 1, _id: 1 } })).map(entryOf),
    open: async () => {
      await create(access);
      return writer(access);
    },
  };
}

/** A transaction makes the collection by its first write; outside of one it is made here, so that its writes find it. */
async function create(access: MongodbLink): Promise<void> {
  if (access.inTransaction) return;
  try {
    await access.ask({ create: historyTableName, ...durable(access) });
  } catch (error) {
    if (!(error instanceof StatementError) || error.code !== "48") throw error;
  }
}

function writer(access: MongodbLink): HistoryWriter {
  const update = async (version: string, change: OwnCommand, upsert = false): Promise<void> => {
    await access.ask({ update: historyTableName, updates: [{ q: { _id: version }, u: change, upsert }], ...durable(access) });
  };
  return {
    begin: ({ version, name, checksum, appliedAt, snapshotId }) =>
      update(version, { version, name, checksum, applied_at: new Date(appliedAt), duration_ms: 0, statements_done: 0, snapshot_id: snapshotId, outcome: "running", fingerprint: null }, true),
    advance: (version, statementsDone) => update(version, { $set: { statements_done: statementsDone } }),
    snapshotTaken: (version, snapshotId) => update(version, { $set: { snapshot_id: snapshotId } }),
    finish: (version, { outcome, durationMs, statementsDone, fingerprint, checksum }) =>
      update(version, { $set: { outcome, duration_ms: Math.round(durationMs), statements_done: statementsDone, fingerprint, ...(checksum === undefined ? {} : { checksum }) } }),
    rolledBack: (version) => update(version, { $set: { outcome: "rolledBack", fingerprint: null } }),
  };
}

function entryOf(document: Doc): RecordedEntry {
  const at = document.get("applied_at");
  return {
    version: String(document.get("_id")), name: String(document.get("name")), checksum: String(document.get("checksum")),
    appliedAt: at instanceof Date ? at.toISOString() : String(at), durationMs: numberOf(document.get("duration_ms")) ?? 0, statementsDone: numberOf(document.get("statements_done")) ?? 0,
    snapshotId: textOrNull(document, "snapshot_id"), outcome: String(document.get("outcome")) as Outcome, fingerprint: textOrNull(document, "fingerprint"),
  };
}

function textOrNull(document: Doc, field: string): string | null {
  const value = document.get(field);
  return value === null || value === undefined ? null : String(value);
}
