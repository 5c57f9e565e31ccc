import type { Cell, ColumnInfo } from "../engine.ts";

/** The driver needs Node-API 10 (Node 22); under an older one it takes the whole process down. */
export const neededNapi = 10;

/** What the host asks of the child process that holds the database; each kind of request with its answer. */
export interface Operations {
  open: { input: OpenInput; output: OpenFacts };
  run: { input: RunInput; output: RunOutput };
  /** Raw rows of several queries, as the driver gives them. */
  query: { input: { readonly queries: readonly string[] }; output: readonly (readonly RawRow[])[] };
  openCursor: { input: { readonly sql: string; readonly bind: Bind; readonly within: boolean }; output: { readonly cursor: number; readonly columns: readonly ColumnInfo[] } };
  nextPage: { input: { readonly cursor: number; readonly size: number }; output: { readonly rows: readonly (readonly Cell[])[]; readonly done: boolean } };
  closeCursor: { input: { readonly cursor: number }; output: null };
  begin: { input: { readonly mode: "commit" | "rollback" | "readOnly" }; output: null };
  end: { input: { readonly how: "commit" | "rollback" }; output: null };
  savepoint: { input: { readonly name: string; readonly how: "begin" | "keep" | "undo" }; output: null };
  /** Statements of our own, one after the other. */
  exec: { input: { readonly statements: readonly string[] }; output: null };
  /** Writes the rows of a query to a file, one INSERT per line. */
  writeRows: { input: WriteRows; output: { readonly rows: number; readonly bytes: number } };
  /** Runs the INSERT lines of such a file with another beginning. */
  readRows: { input: ReadRows; output: { readonly rows: number } };
  /** `known`: the file as it was when this host held the lock before; null to take a free lock. Null comes back where it could not be had. */
  lock: { input: { readonly file: string; readonly known: string | null }; output: { readonly identity: string | null } };
  unlock: { input: Record<string, never>; output: null };
  /** What a statement takes, which is executed and undone: milliseconds of the processor, and pages where the system counts them. */
  measure: { input: { readonly sql: string; readonly within: boolean }; output: { readonly ms: number; readonly pages: number | null } };
  backup: { input: { readonly file: string }; output: null };
  close: { input: Record<string, never>; output: null };
}

export type OperationName = keyof Operations;
export type RawRow = readonly (string | bigint | number | Uint8Array | null)[];

export interface OpenInput {
  readonly file: string;
  readonly create: boolean;
  readonly readOnly: boolean;
  readonly foreignKeys: boolean;
  /** Milliseconds to wait for another writer; 0 waits for ever. */
  readonly lockTimeout: number;
}

export interface OpenFacts {
  readonly version: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** Values by position, or by the number or name that the statement gives its parameters. */
export interface Bind {
  readonly positional: readonly Cell[];
  readonly named: Readonly<Record<string, Cell>>;
}

export interface RunInput {
  readonly sql: string;
  readonly bind: Bind;
  readonly maxRows: number | null;
  /** The caller believes to be inside a transaction: refused when there is none any more. */
  readonly within: boolean;
}

export interface RunOutput {
  readonly columns: readonly ColumnInfo[];
  readonly rows: readonly (readonly Cell[])[];
  readonly rowCount: number;
}

export interface WriteRows {
  readonly file: string;
  /** For each value two columns: the value (text as bytes in a UTF-8 database), and 1 where it is text. */
  readonly sql: string;
  /** First lines of the file. */
  readonly header: string;
  /** What stands before the values of each row: `INSERT INTO t (a) VALUES (`. */
  readonly prefix: string;
}

export interface ReadRows {
  readonly file: string;
  readonly prefix: string;
  readonly replacement: string;
}

export interface Request<Name extends OperationName = OperationName> {
  readonly id: number;
  readonly name: Name;
  readonly input: Operations[Name]["input"];
}

/** `inTransaction`: as SQLite sees it after the request. */
export type Answer =
  | { readonly id: number; readonly ok: true; readonly output: unknown; readonly inTransaction: boolean }
  | { readonly id: number; readonly ok: false; readonly failure: Failure; readonly inTransaction: boolean };

/** An error on its way to the host: SQLite's (extended) result code as text, or the driver's own. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}
