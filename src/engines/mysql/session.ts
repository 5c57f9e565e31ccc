import type { Catalog } from "../../core/catalog/catalog.ts";
import { StatementError, UnsupportedError } from "../../core/errors.ts";
import type { MigrationAdapter } from "../../core/migration/adapter.ts";
import type { ApplierLock, ConnectOptions, Engine, IntegrityProblem, KeepRows, Probe, Result, RunOptions, ServerFacts, Session, Shadow, ShadowOptions } from "../engine.ts";
import { readCatalog } from "./catalog.ts";
import { cellsOf, columnsOf } from "./cells.ts";
import { commandOf } from "./command.ts";
import { migrations } from "./migrations.ts";
import { warningsOf } from "./notices.ts";
import { statementTimeoutSetting } from "./prepare.ts";
import type { SendOptions, StepResult, Wire } from "./wire/wire.ts";

/** What a session is made of. */
export interface SessionParts {
  readonly engine: Engine;
  readonly facts: ServerFacts;
  readonly wire: Wire;
  readonly options: ConnectOptions;
  /** Opens another database of the server in the same way. */
  readonly open: (options: ConnectOptions) => Promise<Session>;
}

/** A live connection to a MySQL or MariaDB server. */
export class MysqlSession implements Session {
  readonly engine: Engine;
  readonly facts: ServerFacts;
  readonly migrations: MigrationAdapter;
  private readonly wire: Wire;
  private readonly options: ConnectOptions;
  private readonly shadows = new Set<Shadow>();
  private inTransaction = false;
  private savepoints = 0;
  private serverTimeout: number;

  constructor(parts: SessionParts) {
    this.engine = parts.engine;
    this.facts = parts.facts;
    this.migrations = migrations(this);
    this.wire = parts.wire;
    this.options = parts.options;
    this.serverTimeout = parts.options.timeouts.statement;
  }

  run(sql: string, options: RunOptions = {}): Promise<Result> {
    return this.wire.exclusive(async () => {
      const timeoutMs = options.statementTimeoutMs ?? this.options.timeouts.statement;
      await this.setServerTimeout(timeoutMs);
      const limits: SendOptions = { params: options.params, signal: options.signal, maxRows: options.maxRows, timeoutMs };
      const result = this.options.readOnly && !this.inTransaction ? await this.runReadOnly(sql, limits) : await this.runPlain(sql, limits);
      return result;
    });
  }

  copyIn(): Promise<Result> {
    return Promise.reject(new UnsupportedError("engine", `${this.facts.dialect === "mariadb" ? "MariaDB" : "MySQL"} has no COPY.`, { next: "Use INSERT statements." }));
  }

  async *stream(): AsyncIterable<Result> {
    throw new UnsupportedError("notBuilt", "Reading page by page is not built yet.");
  }

  async transaction<Value>(mode: "commit" | "rollback" | "readOnly", work: () => Promise<Value>): Promise<Value> {
    if (this.inTransaction) throw new Error("A transaction is open already; transactions do not nest.");
    const readOnly = mode === "readOnly" || this.options.readOnly;
    this.inTransaction = true;
    try {
      await this.wire.send(readOnly ? "START TRANSACTION READ ONLY" : "START TRANSACTION");
      const value = await work();
      await this.end(mode === "commit" && !readOnly ? "COMMIT" : "ROLLBACK");
      return value;
    } catch (error) {
      await this.end("ROLLBACK").catch(() => undefined);
      throw error;
    } finally {
      this.inTransaction = false;
    }
  }

  async savepoint<Value>(end: "keep" | "undo", work: () => Promise<Value>): Promise<Value> {
    if (!this.inTransaction) throw new Error("A savepoint needs a transaction.");
    this.savepoints += 1;
    const name = `data_engineer_${this.savepoints}`;
    const undo = async (): Promise<void> => {
      await this.wire.send(`ROLLBACK TO SAVEPOINT ${name}`);
      await this.wire.send(`RELEASE SAVEPOINT ${name}`);
    };
    await this.wire.send(`SAVEPOINT ${name}`);
    try {
      const value = await work();
      if (end === "keep") await this.wire.send(`RELEASE SAVEPOINT ${name}`);
      else await undo();
      return value;
    } catch (error) {
      await undo().catch(() => undefined);
      throw error;
    } finally {
      this.savepoints -= 1;
    }
  }

  catalog(signal?: AbortSignal): Promise<Catalog> {
    const { dialect, versionNumber, database } = this.facts;
    const query = async (sql: string): Promise<Result["rows"]> => (await this.run(sql, signal === undefined ? {} : { signal })).rows;
    return readCatalog({ flavour: dialect === "mariadb" ? "mariadb" : "mysql", versionNumber, database, query }, signal);
  }

  explain(): Promise<{ readonly format: "text" | "json"; readonly text: string }> {
    return Promise.reject(new UnsupportedError("notBuilt", "Plans are not built yet."));
  }

  probe(): Promise<Probe> {
    return Promise.resolve({ locks: [], rewrites: [] });
  }

  lockApplier(): Promise<ApplierLock | null> {
    return Promise.reject(new UnsupportedError("notBuilt", "The applier's lock is not built yet."));
  }

  applierHolder(): Promise<string | null> {
    return Promise.resolve(null);
  }

  keepRows(_request: KeepRows, _file: string, _signal: AbortSignal): Promise<{ readonly rows: number; readonly bytes: number }> {
    return Promise.reject(new UnsupportedError("notBuilt", "Keeping rows is not built yet."));
  }

  loadRows(_request: KeepRows, _file: string, _signal: AbortSignal): Promise<{ readonly rows: number }> {
    return Promise.reject(new UnsupportedError("notBuilt", "Loading rows is not built yet."));
  }

  countRows(): Promise<ReadonlyMap<string, number>> {
    return Promise.reject(new UnsupportedError("notBuilt", "Counting rows is not built yet."));
  }

  integrity(): Promise<readonly IntegrityProblem[]> {
    return Promise.reject(new UnsupportedError("notBuilt", "Checking integrity is not built yet."));
  }

  shadow(_options: ShadowOptions): Promise<Shadow> {
    return Promise.reject(new UnsupportedError("notBuilt", "Scratch databases are not built yet."));
  }

  cancel(): Promise<void> {
    return this.wire.cancelNow();
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.shadows].map((shadow) => shadow.drop()));
    await this.wire.close();
  }

  private async runPlain(sql: string, limits: SendOptions): Promise<Result> {
    const result = await this.wire.sendNow(sql, limits);
    if (this.inTransaction && !this.wire.inTransaction) {
      throw new StatementError("other", "25000", "The statement ended the transaction that it ran in.", { next: "Take what commits or rolls back out of the script." });
    }
    return await this.presented(sql, result);
  }

  private async runReadOnly(sql: string, limits: SendOptions): Promise<Result> {
    await this.wire.sendNow("START TRANSACTION READ ONLY", { signal: limits.signal });
    try {
      return await this.presented(sql, await this.wire.sendNow(sql, limits));
    } finally {
      if (!this.wire.isLost) await this.wire.sendNow("ROLLBACK");
    }
  }

  private async presented(sql: string, result: StepResult): Promise<Result> {
    const { fields, rows, rowCount, results } = result;
    const notices = result.warnings > 0 ? await warningsOf(this.wire) : [];
    if (results > 1) notices.push(`The statement gave ${results} results; the first one is shown.`);
    return { columns: columnsOf(fields), rows: rows.map((row) => cellsOf(row, fields)), rowCount, command: commandOf(sql), notices };
  }

  /** The server's own limit follows the one asked for, so that a statement ends although we should be gone. */
  private async setServerTimeout(timeoutMs: number): Promise<void> {
    if (timeoutMs === this.serverTimeout) return;
    await this.wire.sendNow(`SET SESSION ${statementTimeoutSetting(this.facts.dialect, timeoutMs)}`);
    this.serverTimeout = timeoutMs;
  }

  private async end(how: "COMMIT" | "ROLLBACK"): Promise<void> {
    if (how === "COMMIT" && !this.wire.inTransaction) throw new StatementError("other", "25000", "The transaction had ended before it was committed.");
    await this.wire.send(how);
  }
}
