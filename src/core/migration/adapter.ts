import type { Catalog, TableObject, TriggerObject } from "../catalog/catalog.ts";
import type { Json } from "../json.ts";
import type { SequenceValue } from "../snapshot/sequences.ts";
import type { HistoryStore } from "./historyTable.ts";
import type { AskedRule } from "./newRules.ts";
import type { OtherHistory } from "./otherTools.ts";
import type { RunnableStatement } from "./plan.ts";
import type { Settled } from "./settled.ts";
import type { TableName } from "./tableName.ts";
import type { TableUser, WantedLock } from "./tableUser.ts";

/**
 * What trying, applying and undoing migrations needs that each engine does in its own way. `Session` gives it as `session.migrations`;
 * code outside of the engines asks it and never the engine's name.
 */
export interface MigrationAdapter {
  /** How a migration is tried: in a transaction on the target, on a copy of everything, on a scratch database with the structure and a sample of the rows. */
  readonly trial: "transaction" | "copy" | "scratch";
  /** What ending a transaction by rollback takes back; "nothing": the server has no transactions (a standalone MongoDB). */
  readonly undoes: "structure" | "rows" | "nothing";
  /** Kept rows of a table without a key find their rows again (SQLite's rowid), as long as the table is not rebuilt. */
  readonly ownRowIds: boolean;
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
  hasRows(table: TableName): Promise<boolean>;
  /** The rows of these tables (null: of all) as they can be compared, with those that the open transaction changed; absent where a rollback is compared by structure alone. */
  readonly contents?: (tables: readonly string[] | null, signal: AbortSignal) => Promise<Contents>;
  /** Asks a view (or table) for no rows; throws the StatementError of one that cannot be read. */
  readNothing(view: TableName, signal: AbortSignal): Promise<void>;
  /** Removes all rows. */
  empty(table: TableName, signal: AbortSignal): Promise<void>;
  /** Inside a transaction: writers of these tables wait until its end. Does nothing where none can be made to wait. */
  holdWriters(tables: readonly TableName[]): Promise<void>;
  /** What sequences, AUTOINCREMENT counters and the like have reached. */
  counters(): Promise<readonly SequenceValue[]>;
  /** Moves counters on to at least these values; those that are gone are left out, none is ever moved back. */
  advanceCounters(values: readonly SequenceValue[]): Promise<void>;
  /** Where every counter stands, by name, "" where it was never used; absent where a trial never touches the target's. */
  counterPositions?(): Promise<ReadonlyMap<string, string>>;
  /** Counters that will give out a value that is taken; absent where the engine derives its ids from the rows. */
  countersBehind?(signal: AbortSignal): Promise<{ readonly counted: number; readonly problems: readonly Problem[] }>;
  /** Inside a transaction: checks now what its commit would check. Throws the StatementError that the commit would have thrown. */
  checkDeferred(catalog: Catalog): Promise<void>;
  /** Outside of transactions, before a restore: foreign keys neither refuse what it does nor act on it. The way back of rememberSettings ends it. */
  suspendForeignKeys(): Promise<void>;
  /** Inside a transaction: constraints that can wait are checked at its end, or at once ("now" also checks what waited). */
  constraintChecks(when: "end" | "now"): Promise<void>;
  /** Who else works with these tables right now, for a person who is about to lock them; a text: why it cannot be told. */
  activity(wanted: readonly WantedLock[]): Promise<readonly TableUser[] | string>;
  /** How the server would really do this statement, found by asking it (call it on a scratch database): "INSTANT", "INPLACE, LOCK=NONE", "COPY"; null where it has no such choice. */
  onlineWay(statement: RunnableStatement): Promise<OnlineWay | null>;
  /** What this statement would shut out that is there now (a validator tightened, …); null where it shuts out nothing, or where the server itself refuses then. Reads only. */
  shutOut?(statement: RunnableStatement, signal: AbortSignal): Promise<ShutOut | null>;
  /** The rows of one table that break rules which it is to have, by rule; null where that cannot be told. Reads the whole table, and only reads. Absent where no sample of rows is ever tried. */
  shutOutBy?(rules: readonly AskedRule[], signal: AbortSignal): Promise<readonly (readonly ShutOut[] | null)[]>;
  /** Whether the statement, as the session is set now, changes values that do not fit instead of failing. Absent: it never does. */
  cutsValues?(statement: RunnableStatement): Promise<boolean>;
  /** Whether a trigger fires on kept rows that come back, where the server cannot silence it; absent where all are silenced. "replace": the table is emptied first. */
  firesOnLoad?(trigger: TriggerObject, how: "merge" | "replace"): boolean;
  /** States that objects of this engine can be in, and the statement that mends each; a state that is absent does not exist. */
  readonly states: ObjectStates;
}

export interface ObjectStates {
  /** A constraint that was never checked against the rows that were there. */
  readonly unvalidated?: (table: TableObject, constraint: string) => string;
  /** An index that serves no query. */
  readonly invalidIndex?: (table: TableName, index: TableName) => string;
  readonly disabledTrigger?: true;
  readonly rowSecurity?: true;
}

/** Rows by table: what tells each apart, and a text that is equal for equal rows. */
export type Contents = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Something that is wrong with an object, in words, and what mends it. */
export interface Problem {
  readonly object: string;
  readonly message: string;
  readonly sql?: string;
}

/** Rows or documents that are there and that a new rule would refuse from then on. */
export interface ShutOut {
  /** The table or collection. */
  readonly object: string;
  /** The rule in words: "the new validator of orders". */
  readonly rule: string;
  /** How many; null where only some were looked at: then at least as many as there are examples. */
  readonly count: number | null;
  /** A few of them, by what tells them apart (a key, an _id) and what is wrong where that is known. */
  readonly examples: readonly Json[];
  /** True where the statement itself fails because of them; false where they stay and only later writes of them fail. */
  readonly refused: boolean;
  /** The statement runs through and makes something else of them. */
  readonly changed?: true;
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
