import { CancelledError, ConnectionError, StatementError, UnsupportedError } from "../../core/errors.ts";
import type { Catalog } from "../../core/catalog/catalog.ts";
import type { MigrationAdapter } from "../../core/migration/adapter.ts";
import type { AuditAdapter } from "../audit.ts";
import type { IndexAdapter } from "../indexes.ts";
import type { WorkloadAdapter } from "../workload.ts";
import type { ApplierLock, Engine, IntegrityProblem, KeepRows, Probe, Result, RunOptions, ServerFacts, Session, Shadow, ShadowOptions, Timeouts } from "../engine.ts";
import type { SqliteLink } from "./link.ts";
import { readCatalog, userTables } from "./catalog.ts";
import type { Child } from "./child/child.ts";
import type { Limits, Supervisor } from "./child/supervisor.ts";
import { explainPlan } from "./explain.ts";
import { checkIntegrity } from "./integrity.ts";
import { ApplierLocks } from "./lock.ts";
import { audit } from "./audit.ts";
import { indexes } from "./indexes.ts";
import { workload } from "./workload.ts";
import { migrations } from "./migrations.ts";
import { bindOf } from "./parameters.ts";
import { Rewrites } from "./probe.ts";
import type { OperationName, Operations, RawRow } from "./protocol.ts";
import { keepRows, loadRows } from "./rows.ts";
import type { SessionParts } from "./sessionParts.ts";
import { Shadows } from "./shadow.ts";
import { quoteName } from "./quote.ts";
import { commandTag, leadingWords } from "./tokens.ts";

/** One SQLite file held by one child process; a lost child is replaced by the next call, a lost transaction is told. */
export class SqliteSession implements Session, SqliteLink {
  readonly engine: Engine;
  readonly facts: ServerFacts;
  readonly migrations: MigrationAdapter;
  readonly audit: AuditAdapter;
  readonly indexes: IndexAdapter;
  readonly workload: WorkloadAdapter;
  private readonly supervisor: Supervisor;
  private readonly timeouts: Timeouts;
  private readonly locks: ApplierLocks;
  private readonly shadows: Shadows;
  private readonly rewrites = new Rewrites();
  /** The child that the transaction of `transaction()` runs in. */
  private transactionChild: Child | undefined;
  /** The child in which a BEGIN was run by hand. */
  private openChild: Child | undefined;
  private savepoints = 0;
  private idle: NodeJS.Timeout | undefined;

  constructor(parts: SessionParts) {
    this.engine = parts.engine;
    this.facts = parts.facts;
    this.migrations = migrations(this);
    this.audit = audit(this);
    this.indexes = indexes(this);
    this.workload = workload(this);
    this.supervisor = parts.supervisor;
    this.timeouts = parts.timeouts;
    this.locks = new ApplierLocks(parts.supervisor, parts.input.file);
    this.shadows = new Shadows(this, parts);
  }

  /** The child process that holds the file now; undefined where none lives. */
  get processId(): number | undefined {
    return this.supervisor.generation?.pid;
  }

  async run(sql: string, options: RunOptions = {}): Promise<Result> {
    const bind = bindOf(sql, options.params ?? []);
    const input = { sql, bind, maxRows: options.maxRows ?? null, within: this.transactionChild !== undefined };
    const ignored = this.supervisor.inTransaction && setsForeignKeys(sql);
    const output = await this.call("run", input, this.limits(sql, options));
    return { ...output, command: commandTag(sql), notices: ignored ? ["SQLite ignores PRAGMA foreign_keys inside a transaction."] : [] };
  }

  async *stream(sql: string, options: RunOptions & { readonly pageSize: number }): AsyncIterable<Result> {
    const within = this.transactionChild !== undefined;
    const limits = this.limits(sql, options);
    const { cursor, columns } = await this.call("openCursor", { sql, bind: bindOf(sql, options.params ?? []), within }, limits);
    const child = this.supervisor.generation;
    let left = options.maxRows ?? Number.POSITIVE_INFINITY;
    try {
      for (;;) {
        if (this.supervisor.generation !== child) throw lost("The connection was ended while its rows were read.");
        const { rows, done } = await this.call("nextPage", { cursor, size: Math.min(options.pageSize, left) }, limits);
        left -= rows.length;
        yield { columns, rows, rowCount: rows.length, command: commandTag(sql), notices: [] };
        if (done || left <= 0) return;
      }
    } finally {
      if (this.supervisor.generation === child) await this.call("closeCursor", { cursor });
    }
  }

  async transaction<Value>(mode: "commit" | "rollback" | "readOnly", work: () => Promise<Value>): Promise<Value> {
    if (this.transactionChild !== undefined) throw new StatementError("other", "NESTED", "A transaction is already open on this connection.", { next: "Use a savepoint inside it." });
    await this.call("begin", { mode });
    const child = this.supervisor.generation;
    this.transactionChild = child;
    this.rewrites.forget();
    try {
      const value = await work();
      await this.end(mode === "commit" ? "commit" : "rollback", child);
      return value;
    } catch (error) {
      await this.end("rollback", child);
      throw error;
    } finally {
      this.transactionChild = undefined;
      this.watchIdle();
    }
  }

  async savepoint<Value>(end: "keep" | "undo", work: () => Promise<Value>): Promise<Value> {
    const name = `data_engineer_${++this.savepoints}`;
    await this.call("savepoint", { name, how: "begin" });
    try {
      const value = await work();
      await this.call("savepoint", { name, how: end });
      return value;
    } catch (error) {
      await this.undo(name);
      throw error;
    }
  }

  copyIn(): Promise<Result> {
    return Promise.reject(new UnsupportedError("engine", "SQLite has no COPY.", { next: "Use INSERT statements." }));
  }

  catalog(signal?: AbortSignal): Promise<Catalog> {
    return readCatalog((queries) => this.query(queries, signal));
  }

  explain(sql: string, options: { readonly analyse?: boolean; readonly signal?: AbortSignal } = {}): Promise<{ readonly format: "text" | "json"; readonly text: string }> {
    return explainPlan(this, sql, options);
  }

  probe(): Promise<Probe> {
    return this.rewrites.probe((queries) => this.query(queries));
  }

  lockApplier(waitMs: number, signal: AbortSignal): Promise<ApplierLock | null> {
    return this.locks.take(waitMs, signal);
  }

  /** The operating system keeps the lock and names nobody. */
  applierHolder(): Promise<string | null> {
    return Promise.resolve(null);
  }

  keepRows(request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number; readonly bytes: number }> {
    return keepRows(this, request, file, signal);
  }

  loadRows(request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number }> {
    return loadRows(this, request, file, signal);
  }

  async countRows(signal?: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const tables = await userTables((queries) => this.query(queries, signal));
    const counts = await this.query(tables.map((table) => `SELECT count(*) FROM ${quoteName(table)}`), signal);
    return new Map(tables.map((table, at) => [table, Number(counts[at]?.[0]?.[0])]));
  }

  integrity(signal?: AbortSignal): Promise<readonly IntegrityProblem[]> {
    return checkIntegrity((queries) => this.query(queries, signal));
  }

  shadow(options: ShadowOptions): Promise<Shadow> {
    return this.shadows.make(options);
  }

  async cancel(): Promise<void> {
    if (this.supervisor.busy) await this.supervisor.interrupt(new CancelledError());
  }

  async close(): Promise<void> {
    clearTimeout(this.idle);
    await this.shadows.dropAll();
    await this.supervisor.close();
  }

  async backup(file: string, signal: AbortSignal): Promise<void> {
    await this.call("backup", { file }, { signal });
  }

  query(queries: readonly string[], signal?: AbortSignal): Promise<readonly (readonly RawRow[])[]> {
    return this.call("query", { queries }, { signal });
  }

  ask<Name extends OperationName>(name: Name, input: Operations[Name]["input"], signal: AbortSignal): Promise<Operations[Name]["output"]> {
    return this.call(name, input, { signal });
  }

  async quietly<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.supervisor.inTransaction) {
      await this.run("PRAGMA defer_foreign_keys = on");
      return this.savepoint("keep", work);
    }
    const enforced = (await this.run("PRAGMA foreign_keys")).rows[0]?.[0] === 1;
    await this.run("PRAGMA foreign_keys = off");
    try {
      return await this.transaction("commit", work);
    } finally {
      if (enforced) await this.run("PRAGMA foreign_keys = on");
    }
  }

  private limits(sql: string, options: RunOptions): Limits {
    return { sql, signal: options.signal, timeoutMs: options.statementTimeoutMs ?? this.timeouts.statement };
  }

  private async call<Name extends OperationName>(name: Name, input: Operations[Name]["input"], limits: Limits = {}): Promise<Operations[Name]["output"]> {
    this.checkTransaction();
    clearTimeout(this.idle);
    try {
      return await this.supervisor.request(name, input, limits);
    } finally {
      this.openChild = this.supervisor.inTransaction ? this.supervisor.generation : undefined;
      this.watchIdle();
    }
  }

  /** A statement of a transaction that is gone must never run on its own in a new child. */
  private checkTransaction(): void {
    const living = this.supervisor.generation;
    const expected = this.transactionChild ?? this.openChild;
    if (expected === undefined || expected === living) return;
    this.openChild = undefined;
    throw lost("The connection was ended inside a transaction, which is rolled back.");
  }

  private watchIdle(): void {
    clearTimeout(this.idle);
    const limit = this.timeouts.idleInTransaction;
    if (limit === 0 || !this.supervisor.inTransaction) return;
    const reason = new ConnectionError("timeout", `The transaction was idle for ${limit} ms and is rolled back.`, { next: "Run it again, or raise the idle timeout." });
    this.idle = setTimeout(() => void this.supervisor.interrupt(reason), limit);
    this.idle.unref();
  }

  private async end(how: "commit" | "rollback", child: Child | undefined): Promise<void> {
    if (this.supervisor.generation !== child) {
      if (how === "commit") throw lost("The connection was ended before the transaction could be committed; it is rolled back.");
      return;
    }
    await this.supervisor.request("end", { how });
  }

  private async undo(name: string): Promise<void> {
    if (this.supervisor.generation === this.transactionChild && this.supervisor.inTransaction) await this.call("savepoint", { name, how: "undo" });
  }
}

function setsForeignKeys(sql: string): boolean {
  const [first, second, third = ""] = leadingWords(sql, 3);
  return first === "PRAGMA" && second === "FOREIGN_KEYS" && (third === "=" || third === "(");
}

function lost(message: string): ConnectionError {
  return new ConnectionError("lost", message, { next: "Run the command again." });
}
