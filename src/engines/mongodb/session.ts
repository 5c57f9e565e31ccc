import type { Catalog } from "../../core/catalog/catalog.ts";
import { ConnectionError, isDataEngineerError, StatementError, UnsupportedError } from "../../core/errors.ts";
import type {
  ApplierLock, ConnectOptions, Engine, IntegrityProblem, KeepRows, Probe, Result, RunOptions, ServerFacts, Session, Shadow, ShadowOptions,
} from "../engine.ts";
import type { MigrationAdapter } from "../../core/migration/adapter.ts";
import type { AccessAdapter } from "../access.ts";
import type { AuditAdapter } from "../audit.ts";
import type { IndexAdapter } from "../indexes.ts";
import type { WorkloadAdapter } from "../workload.ts";
import { OpenShadows } from "../shadows.ts";
import type { AskOptions, MongodbLink, OwnCommand } from "./link.ts";
import { decodeReply } from "./bson/decode.ts";
import type { Doc } from "./bson/value.ts";
import { readCatalog } from "./catalog.ts";
import { countRows } from "./countRows.ts";
import { type Command, commandOf } from "./command.ts";
import { batchOf } from "./batch.ts";
import { batches, decodeAll } from "./cursor.ts";
import { readCommand } from "./readCommand.ts";
import { explainOf, planText } from "./explain.ts";
import { refuseOnReadOnly } from "./guard.ts";
import { checkIntegrity } from "./integrity.ts";
import { InverseJournal, undoAbandoned } from "./journal.ts";
import { ApplierLease } from "./lock.ts";
import { access } from "./access.ts";
import type { OpenScratch } from "./access/logins.ts";
import { audit } from "./audit.ts";
import { indexes } from "./indexes.ts";
import { workload } from "./workload.ts";
import { migrations } from "./migrations.ts";
import { moduleCallOf } from "./module/moduleCall.ts";
import { ModuleRuns } from "./module/moduleRuns.ts";
import { prepared } from "./prepare.ts";
import { openShadow, type Scratch } from "./shadow.ts";
import { rolesOnScratch } from "./shadow/rolesOnScratch.ts";
import { isOfOwnRoles } from "./facts/ownRoles.ts";
import { readAll, readPages } from "./stream.ts";
import { keepRows, loadRows } from "./rows.ts";
import { throwWriteErrors } from "./result.ts";
import type { SendOptions, Wire } from "./wire.ts";

export interface SessionParts {
  readonly engine: Engine;
  readonly facts: ServerFacts;
  readonly wire: Wire;
  readonly options: ConnectOptions;
  /** Has the server transactions? */
  readonly transactions: boolean;
  /** The database that this scratch one stands for. */
  readonly standsFor?: string;
  /** Opens a session on a scratch database of this name. */
  readonly scratch: (name: string) => Promise<Scratch>;
  /** The same for a trial of who may do what. */
  readonly inTrial: OpenScratch;
}

/** A live connection to one database of a MongoDB server. */
export class MongodbSession implements Session, MongodbLink {
  readonly engine: Engine;
  readonly facts: ServerFacts;
  readonly migrations: MigrationAdapter;
  readonly audit: AuditAdapter;
  readonly indexes: IndexAdapter;
  readonly access: AccessAdapter<Session>;
  readonly workload: WorkloadAdapter;
  readonly database: string;
  readonly transactions: boolean;
  readonly readOnly: boolean;
  readonly versionNumber: number;
  private readonly wire: Wire;
  private readonly parts: SessionParts;
  private readonly lease: ApplierLease;
  private readonly shadows = new OpenShadows();
  private readonly modules: ModuleRuns;
  private transactionMode: "commit" | "rollback" | "readOnly" | undefined;
  private idle: NodeJS.Timeout | undefined;
  private idled = false;
  /** Open where a transaction of the server would be. */
  private journal: InverseJournal | undefined;

  constructor(parts: SessionParts) {
    this.parts = parts;
    this.engine = parts.engine;
    this.facts = parts.facts;
    this.wire = parts.wire;
    this.database = parts.facts.database;
    this.transactions = parts.transactions;
    this.readOnly = parts.options.readOnly;
    this.versionNumber = parts.facts.versionNumber;
    this.lease = new ApplierLease(this);
    this.migrations = migrations(this);
    this.audit = audit(this);
    this.indexes = indexes(this);
    this.access = access(this, parts.inTrial);
    this.workload = workload(this);
    this.modules = new ModuleRuns(this.wire, { url: parts.options.url, database: this.database, standsFor: parts.standsFor, cwd: parts.options.cwd, timeouts: parts.options.timeouts });
  }

  async run(sql: string, options: RunOptions = {}): Promise<Result> {
    const module = moduleCallOf(sql);
    if (module !== undefined) return this.modules.run(module, options, this.transactionMode ?? (this.readOnly ? "readOnly" : undefined));
    const { command: fitted, ...sending } = this.fit(sql, options);
    const command = (await this.journal?.before(fitted)) ?? fitted;
    return await this.watched(() => this.wire.exclusive(() => {
      this.refuseIdled();
      return readAll(this.wire, command, { ...sending, maxRows: options.maxRows ?? Number.POSITIVE_INFINITY });
    }));
  }

  async *stream(sql: string, options: RunOptions & { readonly pageSize: number }): AsyncIterable<Result> {
    const { command, ...sending } = this.fit(sql, options);
    this.refuseIdled();
    yield* readPages(this.wire, command, { ...sending, maxRows: options.maxRows ?? Number.POSITIVE_INFINITY, pageSize: options.pageSize });
  }

  /**
   * A transaction of the server where it has them. A standalone server has none: "commit" then keeps the documents that each command changes and puts them
   * back when `work` throws (see journal.ts; nobody is kept from seeing or changing them meanwhile); "rollback" throws UnsupportedError before anything runs,
   * "readOnly" is held by the list of commands that read.
   */
  async transaction<Value>(mode: "commit" | "rollback" | "readOnly", work: () => Promise<Value>): Promise<Value> {
    if (this.transactionMode !== undefined) throw new StatementError("other", "NESTED", "A transaction is already open on this connection.", { next: "Transactions do not nest." });
    if (!this.parts.transactions && mode === "rollback") {
      throw new UnsupportedError("engine", "This server has no transactions, so that nothing can be undone on it.", { next: "Try it on a scratch database, or make the server a replica set of one member." });
    }
    this.transactionMode = mode;
    this.idled = false;
    try {
      return await (this.parts.transactions ? this.withinTransaction(mode, work) : mode === "commit" ? this.withJournal(work) : work());
    } finally {
      this.transactionMode = undefined;
      clearTimeout(this.idle);
    }
  }

  /** MongoDB has no savepoints: "keep" runs `work`, and an error ends the whole transaction; "undo" throws UnsupportedError before anything runs. */
  async savepoint<Value>(end: "keep" | "undo", work: () => Promise<Value>): Promise<Value> {
    if (this.transactionMode === undefined) throw new StatementError("other", "251", "A savepoint needs a transaction.");
    if (end === "undo") throw new UnsupportedError("engine", "MongoDB has no savepoints: a part of a transaction cannot be undone.", { next: "Use a transaction of its own for it." });
    return await work();
  }

  copyIn(): Promise<Result> {
    return Promise.reject(new UnsupportedError("engine", "MongoDB has no COPY.", { next: "Use insert." }));
  }

  /** One command and one for each collection, some at a time; beside the transaction, which holds documents only. */
  catalog(signal?: AbortSignal): Promise<Catalog> {
    return readCatalog(this, signal);
  }

  async explain(sql: string, options: { readonly analyse?: boolean; readonly signal?: AbortSignal } = {}): Promise<{ readonly format: "text" | "json"; readonly text: string }> {
    const explaining = explainOf(this.read(sql), options.analyse === true, this.parts.options.timeouts.statement);
    if (this.readOnly || this.transactionMode === "readOnly") refuseOnReadOnly(explaining);
    // A transaction refuses explain; the plan does not depend on it.
    const reply = await this.watched(() => this.wire.asideCommand(explaining, options));
    return { format: "json", text: planText(reply) };
  }

  /** MongoDB tells neither the locks of a session nor rewritten files. */
  probe(): Promise<Probe> {
    return Promise.resolve({ locks: [], rewrites: [] });
  }

  /** On a server without transactions it also puts back what an applier changed that died in the middle. */
  async lockApplier(waitMs: number, signal: AbortSignal): Promise<ApplierLock | null> {
    const lock = await this.lease.take(waitMs, signal);
    if (lock !== null && !this.transactions) await undoAbandoned(this);
    return lock;
  }

  applierHolder(): Promise<string | null> {
    return this.lease.holder();
  }

  keepRows(request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number; readonly bytes: number }> {
    return keepRows(this, request, file, signal);
  }

  loadRows(request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number }> {
    return loadRows(this, request, file, signal);
  }

  countRows(signal?: AbortSignal): Promise<ReadonlyMap<string, number>> {
    return countRows(this, signal);
  }

  integrity(signal?: AbortSignal): Promise<readonly IntegrityProblem[]> {
    return checkIntegrity(this, signal);
  }

  async shadow(options: ShadowOptions): Promise<Shadow> {
    const { shadowUrl } = this.parts.options;
    if (this.readOnly && shadowUrl === undefined) {
      throw new UnsupportedError("engine", "This connection is read-only, and a scratch database would be written to its server.", { next: "Name a server for scratch databases with --shadow-url, or leave explore mode." });
    }
    return this.shadows.keep(await openShadow({ access: this, session: this, open: this.parts.scratch, ...(shadowUrl === undefined ? {} : { elsewhere: " on the server that was named for it" }) }, options));
  }

  cancel(): Promise<void> {
    this.modules.cancel();
    return this.wire.cancel();
  }

  async close(): Promise<void> {
    clearTimeout(this.idle);
    await this.lease.release().catch(() => undefined);
    await this.shadows.dropAll();
    await this.wire.close();
  }

  get inTransaction(): boolean {
    return this.wire.inTransaction;
  }

  async ask(own: OwnCommand, options: AskOptions = {}): Promise<Doc> {
    const { command: asked, sending } = this.ownCommand(own, options);
    const command = (await this.journal?.before(asked)) ?? asked;
    const reply = await this.watched(() => this.wire.exclusive(() => this.wire.send(command, sending)));
    const told = decodeReply(reply);
    throwWriteErrors(command, told);
    return told;
  }

  async *documents(own: OwnCommand, options: AskOptions & { readonly batchSize?: number } = {}): AsyncIterable<Doc> {
    const { command, sending } = this.ownCommand(own, options);
    const reply = await this.watched(() => this.wire.exclusive(() => this.wire.send(command, sending)));
    const first = batchOf(reply);
    if (first === undefined) return;
    for await (const documents of batches(this.wire, first, { ...sending, queued: true, ...(options.batchSize === undefined ? {} : { batchSize: options.batchSize }) })) yield* decodeAll(documents);
  }

  aside(own: OwnCommand, options: AskOptions = {}): Promise<Doc> {
    return this.wire.aside(own, options);
  }

  asideDocuments(own: OwnCommand, options: AskOptions = {}): Promise<Doc[]> {
    return this.wire.asideDocuments(own, options);
  }

  read(text: string): Command {
    return readCommand(text);
  }

  private ownCommand(own: OwnCommand, options: AskOptions): { readonly command: Command; readonly sending: SendOptions } {
    const command = commandOf(new Map(Object.entries(own)) as Doc);
    if (this.readOnly || this.transactionMode === "readOnly") refuseOnReadOnly(command);
    return { command, sending: { signal: options.signal, ...(options.database === undefined ? {} : { database: options.database }) } };
  }

  /** A statement's command, allowed here and as it is sent. */
  private fit(sql: string, options: RunOptions): { readonly command: Command; readonly database: string; readonly beside?: boolean; readonly signal?: AbortSignal; readonly timeoutMs: number } {
    if ((options.params ?? []).length > 0) throw new UnsupportedError("engine", "Commands of MongoDB have no parameters.", { next: "Write the values into the command; they cannot be taken for anything else there." });
    const command = readCommand(sql);
    const { standsFor } = this.parts;
    if (standsFor !== undefined && command.admin !== true && isOfOwnRoles(command.name)) return { command: rolesOnScratch(command, standsFor, this.database), database: this.database, timeoutMs: 0 };
    if (standsFor !== undefined && this.engine.reachesBeyond(sql)) {
      throw new UnsupportedError("engine", `${command.name} would reach beyond the scratch database, so it was not run.`, { next: "Its effect stays unproven; look at it by hand." });
    }
    if (this.parts.options.readOnly || this.transactionMode === "readOnly") refuseOnReadOnly(command);
    if (this.transactionMode !== undefined && /^(?:commit|abort)Transaction$/i.test(command.name)) throw new StatementError("other", "251", `${command.name} would end the transaction that it runs in.`, { next: "Leave it out." });
    const timeoutMs = options.statementTimeoutMs ?? this.parts.options.timeouts.statement;
    return { ...prepared(command, { database: this.facts.database, standsFor: this.parts.standsFor, inTransaction: this.wire.inTransaction }, timeoutMs), timeoutMs, ...(options.signal === undefined ? {} : { signal: options.signal }) };
  }

  private async withJournal<Value>(work: () => Promise<Value>): Promise<Value> {
    const journal = new InverseJournal(this, this.lease.held);
    this.journal = journal;
    try {
      const value = await work();
      this.journal = undefined;
      await journal.forget();
      return value;
    } catch (error) {
      this.journal = undefined;
      await journal.undo();
      throw notKept(error, journal.unkept);
    }
  }

  private async withinTransaction<Value>(mode: "commit" | "rollback" | "readOnly", work: () => Promise<Value>): Promise<Value> {
    this.wire.begin();
    this.watchIdle();
    try {
      const value = await work();
      this.refuseIdled();
      clearTimeout(this.idle);
      await this.wire.exclusive(() => (mode === "commit" && !this.parts.options.readOnly ? this.wire.commit() : this.wire.abort()));
      return value;
    } catch (error) {
      clearTimeout(this.idle);
      await this.wire.exclusive(() => this.wire.abort());
      throw error;
    }
  }

  private async watched<Value>(work: () => Promise<Value>): Promise<Value> {
    clearTimeout(this.idle);
    await this.lease.check();
    try {
      return await work();
    } catch (error) {
      throw this.transactionMode !== undefined && isGone(error) ? ended(error) : error;
    } finally {
      this.watchIdle();
    }
  }

  private watchIdle(): void {
    clearTimeout(this.idle);
    const limit = this.parts.options.timeouts.idleInTransaction;
    if (limit === 0 || this.transactionMode === undefined || !this.wire.inTransaction) return;
    this.idle = setTimeout(() => {
      this.idled = true;
      void this.wire.exclusive(() => this.wire.abort());
    }, limit);
    this.idle.unref();
  }

  private refuseIdled(): void {
    if (this.idled && this.transactionMode !== undefined) throw new ConnectionError("timeout", `The transaction was idle for ${this.parts.options.timeouts.idleInTransaction} ms and was rolled back.`, { next: "Run it again, or raise the idle timeout." });
  }
}

function isGone(error: unknown): error is StatementError {
  return isDataEngineerError(error) && error.kind === "statement" && (error as StatementError).code === "251";
}

function ended(error: StatementError): StatementError {
  return new StatementError("other", "251", "The transaction has ended and all of it was undone: by an earlier error in it, or because it was open for longer than the server allows.", { cause: error, next: "Look at the first statement that failed. A server ends a transaction after transactionLifetimeLimitSeconds, 60 by default." });
}

/** What the way back could not hold is said with the error. */
function notKept(error: unknown, unkept: readonly string[]): unknown {
  if (unkept.length === 0 || !(error instanceof StatementError)) return error;
  return new StatementError("other", error.code, error.message, { cause: error, next: `The documents that it had changed are as they were, but not ${unkept.join(", nor ")}: look at those by hand.`, ...(error.offset === undefined ? {} : { offset: error.offset }) });
}
