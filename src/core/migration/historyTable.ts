import type { HistoryEntry } from "./migration.ts";

/** The name of the table or collection in which each engine keeps the history. */
export const historyTableName = "data_engineer_migrations";

/** A history row with what the contract does not ask for: the schema's fingerprint after it was applied, where it was taken. */
export interface RecordedEntry extends HistoryEntry {
  readonly fingerprint: string | null;
}

/** The history where the engine keeps it. */
export interface HistoryStore {
  /** Oldest first; empty where no migration was ever applied with this product. Writes nothing. */
  read(): Promise<RecordedEntry[]>;
  /** Makes the table where it is missing and gives access to it. */
  open(): Promise<HistoryWriter>;
}

/** Writes the history; every call is one statement, so that it takes part in the transaction around it. */
export interface HistoryWriter {
  /** Puts the migration on record as running with nothing done, replacing an older row of its version. */
  begin(entry: Pick<HistoryEntry, "version" | "name" | "checksum" | "appliedAt" | "snapshotId">): Promise<void>;
  /** Says how many statements are done. */
  advance(version: string, statementsDone: number): Promise<void>;
  snapshotTaken(version: string, snapshotId: string): Promise<void>;
  /** `checksum`: of the file as it was finished, which may have been mended behind the statements that were done. */
  finish(version: string, end: Pick<RecordedEntry, "outcome" | "durationMs" | "statementsDone" | "fingerprint"> & Partial<Pick<RecordedEntry, "checksum">>): Promise<void>;
  rolledBack(version: string): Promise<void>;
}
