import type Driver from "better-sqlite3";
import type { Bind, OpenFacts, OpenInput, Operations, RawRow, RunOutput } from "../protocol.ts";
import { toArguments, toCell } from "./cells.ts";
import { openDatabase } from "./database.ts";
import { endsTransaction, refusedWhenReadOnly } from "./guard.ts";

/** A refusal of our own on its way to the host; `code` is one of OwnCode. */
export class Refusal extends Error {
  readonly code: OwnCode;
  constructor(code: OwnCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type OwnCode = "READ_ONLY" | "TRANSACTION_GONE" | "TRANSACTION_CONTROL";

type Rows = Iterator<RawRow>;

/** The one connection of the child process. Every method is synchronous but the backup. */
export class Connection {
  private readonly database: Driver.Database;
  private readonly cursors = new Map<number, Rows>();
  private nextCursor = 1;
  private readonly readOnly: boolean;
  private guarded: boolean;

  constructor(input: OpenInput) {
    this.database = openDatabase(input);
    this.readOnly = input.readOnly;
    this.guarded = input.readOnly;
    this.database.pragma(`foreign_keys = ${input.foreignKeys ? "on" : "off"}`);
    if (input.readOnly) this.database.pragma("query_only = on");
    this.database.prepare("SELECT count(*) FROM sqlite_schema").get();
  }

  get inTransaction(): boolean {
    return this.database.open && this.database.inTransaction;
  }

  facts(): OpenFacts {
    const names = ["foreign_keys", "journal_mode", "encoding", "page_size", "user_version", "application_id", "busy_timeout"];
    const settings = names.map((name) => [name, String(this.database.pragma(name, { simple: true }))] as const);
    const version = this.database.prepare("SELECT sqlite_version()").pluck().get() as string;
    return { version, settings: Object.fromEntries(settings) };
  }

  run({ sql, bind, maxRows, within }: Operations["run"]["input"]): RunOutput {
    const statement = this.prepare(sql, within);
    if (!statement.reader) return { columns: [], rows: [], rowCount: statement.run(...toArguments(bind)).changes };
    const rows: RunOutput["rows"][number][] = [];
    let rowCount = 0;
    for (const row of iterate(statement, bind)) {
      rowCount += 1;
      if (maxRows === null || rows.length < maxRows) rows.push(row.map(toCell));
    }
    return { columns: columnsOf(statement), rows, rowCount };
  }

  query(queries: readonly string[]): RawRow[][] {
    return queries.map((sql) => this.database.prepare(sql).raw().safeIntegers().all() as RawRow[]);
  }

  openCursor({ sql, bind, within }: Operations["openCursor"]["input"]): Operations["openCursor"]["output"] {
    const statement = this.prepare(sql, within);
    const cursor = this.nextCursor++;
    if (statement.reader) this.cursors.set(cursor, iterate(statement, bind));
    else statement.run(...toArguments(bind));
    return { cursor, columns: statement.reader ? columnsOf(statement) : [] };
  }

  nextPage({ cursor, size }: Operations["nextPage"]["input"]): Operations["nextPage"]["output"] {
    const source = this.cursors.get(cursor);
    const rows: Operations["nextPage"]["output"]["rows"][number][] = [];
    while (source !== undefined && rows.length < size) {
      const next = source.next();
      if (next.done === true) break;
      rows.push(next.value.map(toCell));
    }
    const done = rows.length < size;
    if (done) this.cursors.delete(cursor);
    return { rows, done };
  }

  closeCursor(cursor: number): void {
    this.cursors.get(cursor)?.return?.();
    this.cursors.delete(cursor);
  }

  begin(mode: Operations["begin"]["input"]["mode"]): void {
    const writes = mode !== "readOnly" && !this.readOnly;
    this.database.exec(writes ? "BEGIN IMMEDIATE" : "BEGIN");
    if (mode === "readOnly") this.guard(true);
  }

  end(how: "commit" | "rollback"): void {
    for (const cursor of [...this.cursors.keys()]) this.closeCursor(cursor);
    if (how === "commit" && !this.inTransaction) throw gone();
    if (this.inTransaction) this.database.exec(how === "commit" ? "COMMIT" : "ROLLBACK");
    this.guard(false);
  }

  savepoint({ name, how }: Operations["savepoint"]["input"]): void {
    if (!this.inTransaction) throw gone();
    if (how === "begin") this.database.exec(`SAVEPOINT ${name}`);
    if (how === "undo") this.database.exec(`ROLLBACK TO ${name}`);
    if (how !== "begin") this.database.exec(`RELEASE ${name}`);
  }

  /** The driver itself, for what streams between the database and a file. */
  driver(): Driver.Database {
    return this.database;
  }

  exec(statements: readonly string[]): void {
    for (const statement of statements) this.database.exec(statement);
  }

  async backup(file: string): Promise<void> {
    await this.database.backup(file, { progress: () => 4096 });
  }

  close(): void {
    this.database.close();
  }

  private prepare(sql: string, within: boolean): Driver.Statement {
    if (within && !this.inTransaction) throw gone();
    if (within && endsTransaction(sql)) throw new Refusal("TRANSACTION_CONTROL", "This statement would end the transaction that it runs in.");
    const refusal = this.guarded ? refusedWhenReadOnly(sql) : null;
    if (refusal !== null) throw new Refusal("READ_ONLY", refusal);
    return this.database.prepare(sql);
  }

  private guard(on: boolean): void {
    if (this.readOnly || on === this.guarded) return;
    this.database.pragma(`query_only = ${on ? "on" : "off"}`);
    this.guarded = on;
  }
}

function iterate(statement: Driver.Statement, bind: Bind): IterableIterator<RawRow> {
  return statement.raw().safeIntegers().iterate(...toArguments(bind)) as IterableIterator<RawRow>;
}

function columnsOf(statement: Driver.Statement): RunOutput["columns"] {
  return statement.columns().map((column) => ({ name: column.name, type: column.type ?? "" }));
}

function gone(): Refusal {
  return new Refusal("TRANSACTION_GONE", "The transaction that this statement belongs to has already ended.");
}
