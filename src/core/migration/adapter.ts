import type { Catalog } from "../catalog/catalog.ts";
import type { Evidence } from "../report/report.ts";
import type { RecordedEntry, HistoryWriter } from "./historyTable.ts";
import type { OtherHistory } from "./otherTools.ts";
import type { RunnableStatement } from "./runnable.ts";
import type { Settled } from "./settle.ts";
import type { SequenceValue } from "../snapshot/sequences.ts";

/** A table or collection; `schema` is "" where the engine has none. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

/**
 * What trying, applying and undoing migrations needs that each engine does in its own way. `Session` gives it as `session.migrations`;
 * code outside of the engines asks it and never the engine's name.
 */
export interface MigrationAdapter {
  /** How a migration is tried: in a transaction on the target, on a copy of everything, on a scratch database with the structure and a sample of the rows. */
  readonly trial: "transaction" | "copy" | "scratch";
  /** What ending a transaction by rollback takes back; "nothing": the server has no transactions (a standalone MongoDB). */
  readonly undoes: "structure" | "rows" | "nothing";
  readonly history: HistoryStore;
  /** What other tools' history tables say; they are read, never written. */
  otherHistories(): Promise<readonly OtherHistory[]>;
  /** What became of a statement that was cut off outside of a transaction; removes halves. `before`: the schema when its migration began. */
  settle(statement: RunnableStatement, before: Catalog | null): Promise<Settled>;
  /** Remembers what a script may change for the session and outlives its transaction; gives the way back. Outside of transactions. */
  rememberSettings(): Promise<() => Promise<void>>;
  /** Runs `work`, a script with these statements, and puts back what its SET statements changed, inside a transaction too. */
  withOwnSettings<Value>(statements: readonly RunnableStatement[], work: () => Promise<Value>): Promise<Value>;
  /** Rows of a table, or values of one of its columns that are not null. */
  count(table: TableName, column?: string): Promise<number>;
  /** Removes all rows. */
  empty(table: TableName): Promise<void>;
  /** Inside a transaction: writers of these tables wait until its end. Does nothing where none can be made to wait. */
  holdWriters(tables: readonly TableName[]): Promise<void>;
  /** What sequences, AUTOINCREMENT counters and the like have reached. */
  counters(): Promise<readonly SequenceValue[]>;
  /** Moves counters on to at least these values; those that are gone are left out, none is ever moved back. */
  advanceCounters(values: readonly SequenceValue[]): Promise<void>;
  /** Inside a transaction: checks now what its commit would check. Throws the StatementError that the commit would have thrown. */
  checkDeferred(catalog: Catalog): Promise<void>;
  /** Inside a transaction of a restore: foreign keys are not in the way between "off" and "on". */
  foreignKeys(checks: "off" | "on"): Promise<void>;
  /** Who works with these tables right now, for a person who is about to lock them; without the text of anybody's statements. */
  activity(tables: readonly TableName[]): Promise<readonly Evidence[]>;
  /** How the server would really do this statement, found by asking it on a scratch database: "INSTANT", "INPLACE, LOCK=NONE", "COPY"; null where it has no such choice. */
  onlineWay(statement: RunnableStatement): Promise<OnlineWay | null>;
}

/** The cheapest way of an ALTER that the server accepts. */
export interface OnlineWay {
  /** As the server names it: INSTANT, NOCOPY, INPLACE, COPY. */
  readonly algorithm: string;
  /** NONE, SHARED, EXCLUSIVE: what others may still do meanwhile; absent where the algorithm needs no lock. */
  readonly lock?: string;
  /** The server's words for why nothing cheaper goes, where it gave any. */
  readonly why?: string;
}

/** The history where the engine keeps it: a table or a collection named `data_engineer_migrations`. */
export interface HistoryStore {
  /** Oldest first; empty where no migration was ever applied with this product. Writes nothing. */
  read(): Promise<RecordedEntry[]>;
  /** Makes the table where it is missing. Every write is one statement, so that it takes part in the transaction around it. */
  open(): Promise<HistoryWriter>;
}
