import type { Catalog } from "../../core/catalog/catalog.ts";
import { StatementError, UnsupportedError } from "../../core/errors.ts";
import type { MigrationAdapter } from "../../core/migration/adapter.ts";
import type { AccessAdapter } from "../access.ts";
import type { AuditAdapter } from "../audit.ts";
import type { IndexAdapter } from "../indexes.ts";
import type { WorkloadAdapter } from "../workload.ts";
import type { ApplierLock, ConnectOptions, Engine, IntegrityProblem, KeepRows, Probe, Result, RunOptions, ServerFacts, Session, Shadow, ShadowOptions } from "../engine.ts";
import { OpenShadows } from "../shadows.ts";
import { readCatalog } from "./catalog.ts";
import { cellsOf, columnsOf } from "./cells.ts";
import { commandOf } from "./command.ts";
import { countAllRows } from "./countRows.ts";
import { statementError } from "./errors.ts";
import { explainPlan } from "./explain.ts";
import type { Flavour } from "./flavourName.ts";
import { cutsFloats } from "./floats.ts";
import { type Reading, refuseOnReadOnly, refuseTransactionControl } from "./guard.ts";
import { refuseHiddenEffects } from "./hiddenEffects.ts";
import { checkIntegrity } from "./integrity.ts";
import { ApplierLocks, type WireOpener } from "./lock.ts";
import { access } from "./access.ts";
import { audit } from "./audit.ts";
import { indexes } from "./indexes.ts";
import { workload } from "./workload.ts";
import { migrations } from "./migrations.ts";
import { warningsOf } from "./notices.ts";
import { statementTimeoutSetting, textsOf } from "./prepare.ts";
import { Prober } from "./probe.ts";
import { type Redirect, redirected, type Redirected, withPlaces } from "./redirect.ts";
import { keepRows, loadRows, type RowsAccess } from "./rows.ts";
import { modeOf } from "./scan/sqlMode.ts";
import { openShadow } from "./shadow.ts";
import { readPages } from "./stream.ts";
import { askingTogether } from "./together.ts";
import type { SendOptions, StepResult, Wire } from "./wire/wire.ts";

/** What a session is made of. */
export interface SessionParts {
  readonly engine: Engine;
  readonly facts: ServerFacts;
  readonly wire: Wire;
  readonly options: ConnectOptions;
  /** Opens another database of the server in the same way. */
  readonly open: (options: ConnectOptions, redirect?: Redirect) => Promise<Session>;
  /** What statements say of one database is done in another. */
  readonly redirect?: Redirect | undefined;
  /** Opens another connection to this database, as bare as it is. */
  readonly openWire: WireOpener;
}

/** A live connection to a MySQL or MariaDB server. */
export class MysqlSession implements Session {
  readonly engine: Engine;
  readonly facts: ServerFacts;
  readonly migrations: MigrationAdapter;
  readonly audit: AuditAdapter;
  readonly indexes: IndexAdapter;
  readonly workload: WorkloadAdapter;
  readonly access: AccessAdapter<Session>;
  private readonly wire: Wire;
  private readonly options: ConnectOptions;
  private readonly shadows = new OpenShadows();
  private readonly parts: Pick<SessionParts, "open" | "redirect">;
  private readonly openWire: WireOpener;
  private readonly prober: Prober;
  private readonly locks: ApplierLocks;
  private open: "none" | "readWrite" | "readOnly" = "none";
  /** A statement of the transaction failed: the server may have ended it (a deadlock does). */
  private doubtful = false;
  private savepoints = 0;
  private serverTimeout: number;
  private reading: Reading;

  constructor(parts: SessionParts) {
    this.parts = parts;
    this.engine = parts.engine;
    this.facts = parts.facts;
    this.migrations = migrations(this);
    this.access = access(this, { options: parts.options, open: parts.open });
    this.audit = audit(this, parts.redirect?.from);
    this.indexes = indexes(this);
    this.workload = workload(this);
    this.wire = parts.wire;
    this.options = parts.options;
    this.serverTimeout = parts.options.timeouts.statement;
    this.reading = { flavour: flavourOf(parts.facts), version: parts.facts.versionNumber, mode: modeOf(parts.facts.settings.sqlMode ?? "") };
    parts.wire.explainer = (error, text, shift) => statementError(error, text, shift, this.reading);
    this.openWire = parts.openWire;
    this.prober = new Prober(parts.wire, parts.facts);
    this.locks = new ApplierLocks(parts.wire, parts.openWire, parts.facts.database);
    parts.wire.onLost(() => void this.locks.close());
  }

  run(sql: string, options: RunOptions = {}): Promise<Result> {
    return this.wire.exclusive(async () => {
      await this.prepareFor(sql, options.statementTimeoutMs ?? this.options.timeouts.statement);
      const timeoutMs = options.statementTimeoutMs ?? this.options.timeouts.statement;
      const limits: SendOptions = { params: options.params, signal: options.signal, maxRows: options.maxRows, timeoutMs };
      const turned = this.turned(sql);
      const shown = options.params === undefined && (options.maxRows ?? 0) > 0;
      return await withPlaces(turned, () =>
        this.inOwnMode(options.signal, async () => {
          const binary = shown && (await cutsFloats(this.wire, turned.text, { signal: options.signal, timeoutMs }));
          const result = await this.wire.sendNow(turned.text, { ...limits, binary });
          return await this.presented(sql, result);
        }),
      );
    });
  }

  copyIn(): Promise<Result> {
    return Promise.reject(new UnsupportedError("engine", `${this.facts.dialect === "mariadb" ? "MariaDB" : "MySQL"} has no COPY.`, { next: "Use INSERT statements." }));
  }

  async *stream(sql: string, options: RunOptions & { readonly pageSize: number }): AsyncIterable<Result> {
    const release = await this.holdTurn();
    try {
      // The server counts the time of a slow reader too; our own clock runs only while a page is fetched.
      await this.prepareFor(sql, 0);
      const own = this.open === "none" && this.options.readOnly;
      if (own) await this.wire.sendNow("START TRANSACTION READ ONLY", { signal: options.signal });
      try {
        const { params, signal, maxRows, pageSize, statementTimeoutMs: timeoutMs = this.options.timeouts.statement } = options;
        const { text } = this.turned(sql);
        const binary = params === undefined && (await cutsFloats(this.wire, text, { signal, timeoutMs }));
        yield* readPages(this.wire, text, { params, signal, maxRows, timeoutMs, pageSize, binary });
      } catch (error) {
        this.doubtful = this.open !== "none";
        throw error;
      } finally {
        if (own && !this.wire.isLost) await this.wire.sendNow("ROLLBACK");
      }
    } finally {
      release();
    }
  }

  async transaction<Value>(mode: "commit" | "rollback" | "readOnly", work: () => Promise<Value>): Promise<Value> {
    if (this.open !== "none") throw new Error("A transaction is open already; transactions do not nest.");
    const readOnly = mode === "readOnly" || this.options.readOnly;
    this.open = readOnly ? "readOnly" : "readWrite";
    this.doubtful = false;
    try {
      await this.begin(readOnly);
      const value = await work();
      await this.end(mode === "commit" && !readOnly ? "COMMIT" : "ROLLBACK");
      return value;
    } catch (error) {
      await this.end("ROLLBACK").catch(() => undefined);
      throw error;
    } finally {
      this.open = "none";
    }
  }

  async savepoint<Value>(end: "keep" | "undo", work: () => Promise<Value>): Promise<Value> {
    if (this.open === "none") throw new Error("A savepoint needs a transaction.");
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
      await undo().catch(() => {
        this.doubtful = true;
      });
      throw error;
    } finally {
      this.savepoints -= 1;
    }
  }

  catalog(signal?: AbortSignal): Promise<Catalog> {
    const { versionNumber, database } = this.facts;
    return askingTogether(this.openWire, this.facts, this.options.timeouts, signal ?? neverFires, (ask) =>
      readCatalog({ flavour: flavourOf(this.facts), versionNumber, database, query: async (sql) => (await ask([sql]))[0] ?? [], queryTogether: ask }),
    );
  }

  explain(sql: string, options: { readonly analyse?: boolean; readonly signal?: AbortSignal } = {}): Promise<{ readonly format: "text" | "json"; readonly text: string }> {
    return this.wire.exclusive(async () => {
      await this.prepareFor(sql, this.options.timeouts.statement);
      const turned = this.turned(sql);
      return await withPlaces(turned, () => explainPlan(this.wire, turned.text, { ...options, reading: this.reading, open: this.open, readOnly: this.options.readOnly, timeoutMs: this.options.timeouts.statement }));
    });
  }

  probe(): Promise<Probe> {
    return this.prober.probe();
  }

  lockApplier(waitMs: number, signal: AbortSignal): Promise<ApplierLock | null> {
    return this.locks.take(waitMs, signal);
  }

  applierHolder(): Promise<string | null> {
    return this.locks.holder();
  }

  keepRows(request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number; readonly bytes: number }> {
    return this.withoutServerTimeout(() => keepRows(this.rowsAccess(), request, file, signal));
  }

  loadRows(request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number }> {
    return this.withoutServerTimeout(() => loadRows(this.rowsAccess(), request, file, signal));
  }

  countRows(signal?: AbortSignal): Promise<ReadonlyMap<string, number>> {
    return countAllRows(this.wire, this.facts.database, signal);
  }

  integrity(signal?: AbortSignal): Promise<readonly IntegrityProblem[]> {
    return checkIntegrity(this.wire, this.facts, signal);
  }

  async shadow(options: ShadowOptions): Promise<Shadow> {
    return this.shadows.keep(await openShadow({ session: this, options: this.options, open: this.parts.open }, options));
  }

  cancel(): Promise<void> {
    return this.wire.cancelNow();
  }

  async close(): Promise<void> {
    await this.shadows.dropAll();
    await this.locks.close();
    await this.wire.close();
  }

  /** The statement as it is run: on a scratch database what names the target means the scratch. */
  private turned(sql: string): Redirected {
    const { redirect } = this.parts;
    return redirect === undefined ? { text: sql, back: (offset) => offset, told: (message) => message } : redirected(sql, redirect, this.reading.flavour, this.reading.mode, this.reading.version);
  }

  /** Refuses what does not fit the session's mode, and has the server's own time limit follow. For callers that hold the turn. */
  private async prepareFor(sql: string, timeoutMs: number): Promise<void> {
    if (this.options.readOnly || this.open === "readOnly") await this.refuseWrites(sql);
    else if (this.open === "readWrite") refuseTransactionControl(sql, this.reading);
    if (this.open !== "none" && this.doubtful) await this.checkOpen();
    await this.setServerTimeout(timeoutMs);
  }

  private async refuseWrites(sql: string): Promise<void> {
    refuseOnReadOnly(sql, this.reading);
    const { engine } = this;
    await refuseHiddenEffects(sql, {
      reading: this.reading,
      database: this.facts.database,
      tablesOf: (text) => engine.analyse(engine.split(text)).statements.flatMap(({ uses }) => uses.filter(({ kind }) => kind === "table" || kind === "view")),
      ask: async (query) => (await this.wire.sendNow(query)).rows.map((row) => row.map((value) => (value === null ? null : value.toString()))),
    });
  }

  /** A statement alone on a read-only session gets a read-only transaction of its own; one that ended the transaction it ran in is told. */
  private async inOwnMode<Value>(signal: AbortSignal | undefined, work: () => Promise<Value>): Promise<Value> {
    if (this.open !== "none") return await this.insideTransaction(work);
    if (!this.options.readOnly) return await work();
    await this.wire.sendNow("START TRANSACTION READ ONLY", { signal });
    try {
      return await work();
    } finally {
      if (!this.wire.isLost) await this.wire.sendNow("ROLLBACK");
    }
  }

  private async insideTransaction<Value>(work: () => Promise<Value>): Promise<Value> {
    try {
      const value = await work();
      if (!this.wire.inTransaction) throw ended("The statement ended the transaction that it ran in.");
      return value;
    } catch (error) {
      this.doubtful = true;
      throw error;
    }
  }

  /** After an error the server may have rolled back everything; going on would write outside of any transaction. */
  private async checkOpen(): Promise<void> {
    await this.wire.quiet("DO 0");
    if (!this.wire.isLost && !this.wire.inTransaction) throw ended("The server has rolled back the whole transaction after an earlier error.");
    this.doubtful = false;
  }

  private async presented(sql: string, result: StepResult): Promise<Result> {
    const { fields, rows, rowCount, results } = result;
    const notices = result.warnings > 0 ? await warningsOf(this.wire) : [];
    const command = commandOf(sql);
    if (mayChangeMode.test(command)) await this.readMode();
    if (results > 1) notices.push(`The statement gave ${results} results; the first one is shown.`);
    return { columns: columnsOf(fields), rows: rows.map((row) => cellsOf(row, fields)), rowCount, command, notices };
  }

  /** The server's own limit follows the one asked for, so that a statement ends although we should be gone. */
  private async setServerTimeout(timeoutMs: number): Promise<void> {
    if (timeoutMs === this.serverTimeout) return;
    await this.wire.sendNow(`SET SESSION ${statementTimeoutSetting(this.facts.dialect, timeoutMs)}`);
    this.serverTimeout = timeoutMs;
  }

  /** How texts and names in quotes are read from now on. */
  private async readMode(): Promise<void> {
    const [mode = ""] = textsOf((await this.wire.sendNow("SELECT @@sql_mode")).rows[0]);
    this.reading = { ...this.reading, mode: modeOf(mode) };
  }

  private async begin(readOnly: boolean): Promise<void> {
    await this.limitIdle(this.options.timeouts.idleInTransaction);
    await this.wire.send(readOnly ? "START TRANSACTION READ ONLY" : "START TRANSACTION");
  }

  private async end(how: "COMMIT" | "ROLLBACK"): Promise<void> {
    if (how === "COMMIT") {
      if (this.doubtful) await this.wire.exclusive(() => this.checkOpen());
      if (!this.wire.inTransaction) throw ended("The transaction had ended before it was committed.");
    }
    await this.wire.send(how);
    await this.limitIdle(0);
  }

  /** MySQL has no timeout for idle transactions: the one for idle connections stands in for it as long as a transaction is open. */
  private async limitIdle(milliseconds: number): Promise<void> {
    if (this.options.timeouts.idleInTransaction <= 0 || this.facts.dialect === "mariadb") return;
    await this.wire.send(`SET SESSION wait_timeout = ${milliseconds > 0 ? Math.ceil(milliseconds / 1000) : "DEFAULT"}`);
  }

  private rowsAccess(): RowsAccess {
    return { wire: this.wire, database: this.facts.database, inTransaction: this.open !== "none" };
  }

  /** A long copy is not cut by the statement timeout. */
  private async withoutServerTimeout<Value>(work: () => Promise<Value>): Promise<Value> {
    await this.wire.exclusive(() => this.setServerTimeout(0));
    return await work();
  }

  /** Resolves when it is our turn; other calls wait until the returned function is called. */
  private holdTurn(): Promise<() => void> {
    return new Promise((taken) => {
      void this.wire.exclusive(() => new Promise<void>((release) => taken(release)));
    });
  }
}

const neverFires = new AbortController().signal;

const mayChangeMode = /^(?:SET|CALL|EXECUTE)$/;

function flavourOf(facts: ServerFacts): Flavour {
  return facts.dialect === "mariadb" ? "mariadb" : "mysql";
}

function ended(message: string): StatementError {
  return new StatementError("other", "25000", message, { next: "Look at the first statement that failed, and take what commits or rolls back out of the script." });
}
