import type { TableName } from "./tableName.ts";

/** A table that a script locks; `mode` as the server's documentation writes it, absent where it is not known: then nothing goes beside it. */
export interface WantedLock extends TableName {
  readonly mode?: string;
}

/** Somebody who works with a table right now. */
export interface TableUser {
  readonly table: TableName;
  /** "connection 12", "process 4711". */
  readonly who: string;
  readonly user: string;
  /** As the server calls it: "Sleep", "idle in transaction". */
  readonly state: string;
  /** What is held or waited for, as the server names it. */
  readonly locks: string;
  /** How long the transaction (or the operation) has been open, in seconds. */
  readonly seconds: number | null;
  /** The statement that runs, or the last one, without its values; null where it is not told. */
  readonly statement: string | null;
  /** "yes": what is held keeps the lock from being had; "maybe": the server does not tell which tables are held; "no": both go together, or this one waits too. */
  readonly blocks: "yes" | "maybe" | "no";
  /** What ends it, as a statement. */
  readonly end: string;
}
