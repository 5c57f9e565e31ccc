import type { Catalog } from "../../core/catalog/catalog.ts";
import { StatementError } from "../../core/errors.ts";
import type { MigrationAdapter } from "../../core/migration/adapter.ts";
import type { AccessAdapter } from "../access.ts";
import type { AuditAdapter } from "../audit.ts";
import type { WorkloadAdapter } from "../workload.ts";
import type { IndexAdapter } from "../indexes.ts";
import type {
  ApplierLock, ConnectOptions, Engine, ExplainRequest, IntegrityProblem, KeepRows, Probe, Result, RunOptions, ServerFacts, Session, Shadow, ShadowOptions,
} from "../engine.ts";
import { OpenShadows } from "../shadows.ts";
import { forgetCatalog, readCatalog } from "./catalog.ts";
import { countAllRows } from "./countRows.ts";
import { explainPlan } from "./explain.ts";
import { refuseHiddenEffects } from "./hiddenEffects.ts";
import { refuseOnReadOnly, refuseTransactionControl } from "./guard.ts";
import { checkIntegrity } from "./integrity.ts";
import { access } from "./access.ts";
import { audit } from "./audit.ts";
import { workload } from "./workload.ts";
import { indexes } from "./indexes.ts";
import { migrations } from "./migrations.ts";
import { applierLockHolder, ApplierLocks } from "./lock.ts";
import { baselineStep, Prober } from "./probe.ts";
import { keepRows, loadRows } from "./rows.ts";
import type { ShadowSource } from "./shadow.ts";
import { readPages } from "./stream.ts";
import type { BatchStep, StepResult } from "./wire/batch.ts";
import { cellsOf, columnsOf, parameterText, unknownTypes } from "./wire/cells.ts";
import type { Wire } from "./wire/wire.ts";

const beginReadOnly: readonly BatchStep[] = [
  { name: "data_engineer_begin_ro", text: "BEGIN TRANSACTION READ ONLY" },
  // Once a snapshot is taken the server refuses to make the transaction read-write again.
  { name: "data_engineer_snapshot", text: "SELECT 1" },
];

export type ShadowOpener = (source: ShadowSource, options: ShadowOptions) => Promise<Shadow>;

/** A live connection to a PostgreSQL server (or an in-process one). */
export class PostgresqlSession implements Session {
  readonly engine: Engine;
  readonly facts: ServerFacts;
  readonly migrations: MigrationAdapter;
  readonly audit: AuditAdapter;
  readonly workload: WorkloadAdapter;
  readonly access: AccessAdapter<Session>;
  readonly indexes: IndexAdapter;
  private readonly wire: Wire;
  private readonly options: ConnectOptions;
  private readonly openShadow: ShadowOpener;
  private readonly prober: Prober;
  private readonly locks: ApplierLocks;
  private readonly shadows = new OpenShadows();
  private inTransaction = false;
  private savepoints = 0;

  constructor(engine: Engine, facts: ServerFacts, wire: Wire, options: ConnectOptions, openShadow: ShadowOpener) {
    this.engine = engine;
    this.facts = facts;
    this.migrations = migrations(this);
    this.audit = audit(this);
    this.workload = workload(this);
    this.access = access(this);
    this.indexes = indexes(this);
    this.wire = wire;
    this.options = options;
    this.openShadow = openShadow;
    this.prober = new Prober(wire);
    this.locks = new ApplierLocks(wire);
  }

  async run(sql: string, options: RunOptions = {}): Promise<Result> {
    return await this.execute(sql, options, undefined);
  }

  async runTogether(statements: readonly string[], options: Pick<RunOptions, "signal" | "maxRows"> = {}): Promise<readonly Result[]> {
    return await this.wire.exclusive(async () => {
      for (const statement of statements) {
        this.refuseUnfit(statement);
        await this.refuseHidden(statement);
      }
      this.wire.takeNotices();
      const results = await this.wire.sendNow(statements.map((text) => ({ text, ...(options.maxRows === undefined ? {} : { maxRows: options.maxRows }) })), { signal: options.signal });
      const notices = this.wire.takeNotices();
      const told: Result[] = [];
      for (const result of results) told.push(await this.presented(result, notices));
      return told;
    });
  }

  async copyIn(sql: string, text: string, options: RunOptions = {}): Promise<Result> {
    return await this.execute(sql, options, text);
  }

  async *stream(sql: string, options: RunOptions & { readonly pageSize: number }): AsyncIterable<Result> {
    this.refuseUnfit(sql);
    await this.wire.exclusive(() => this.refuseHidden(sql));
    yield* readPages(this.wire, sql, options, this.options.readOnly && !this.inTransaction ? beginReadOnly : []);
  }

  async transaction<Value>(mode: "commit" | "rollback" | "readOnly", work: () => Promise<Value>): Promise<Value> {
    if (this.inTransaction) throw new Error("A transaction is open already; transactions do not nest.");
    const begin: readonly BatchStep[] = mode === "readOnly" || this.options.readOnly ? beginReadOnly : [{ name: "data_engineer_begin", text: "BEGIN" }];
    this.inTransaction = true;
    forgetCatalog(this.wire);
    try {
      const results = await this.wire.send(mode === "rollback" ? [...begin, baselineStep] : begin);
      this.prober.begin(mode === "rollback" ? results.at(-1) : undefined);
      const value = await work();
      await this.end(mode === "commit" && !this.options.readOnly ? "COMMIT" : "ROLLBACK");
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
    const undo: BatchStep[] = [{ text: `ROLLBACK TO SAVEPOINT ${name}` }, { text: `RELEASE SAVEPOINT ${name}` }];
    const mark = this.prober.mark();
    await this.wire.send([{ text: `SAVEPOINT ${name}` }]);
    try {
      const value = await work();
      if (end === "keep") await this.wire.send([{ text: `RELEASE SAVEPOINT ${name}` }]);
      else {
        await this.wire.send(undo);
        this.prober.restore(mark);
      }
      return value;
    } catch (error) {
      await this.wire.send(undo).catch(() => undefined);
      this.prober.restore(mark);
      throw error;
    } finally {
      this.savepoints -= 1;
    }
  }

  catalog(signal?: AbortSignal): Promise<Catalog> {
    return readCatalog(this.wire, this.facts, this.inTransaction, signal);
  }

  async explain(sql: string, options: ExplainRequest = {}): Promise<{ readonly format: "text" | "json"; readonly text: string }> {
    if (this.options.readOnly) refuseOnReadOnly(sql);
    await this.wire.exclusive(() => this.refuseHidden(sql));
    return await explainPlan(this.wire, sql, { ...options, inTransaction: this.inTransaction, readOnly: this.options.readOnly || options.readOnly === true, versionNumber: this.facts.versionNumber });
  }

  probe(): Promise<Probe> {
    return this.prober.probe();
  }

  lockApplier(waitMs: number, signal: AbortSignal): Promise<ApplierLock | null> {
    return this.locks.take(waitMs, signal);
  }

  applierHolder(): Promise<string | null> {
    return applierLockHolder(this.wire);
  }

  keepRows(request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number; readonly bytes: number }> {
    return keepRows(this.wire, this.inTransaction, request, file, signal);
  }

  loadRows(request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number }> {
    return loadRows(this.wire, this.inTransaction, request, file, signal);
  }

  countRows(signal?: AbortSignal): Promise<ReadonlyMap<string, number>> {
    return countAllRows(this.wire, signal);
  }

  integrity(signal?: AbortSignal): Promise<readonly IntegrityProblem[]> {
    return checkIntegrity(this.wire, signal);
  }

  async shadow(options: ShadowOptions): Promise<Shadow> {
    return this.shadows.keep(await this.openShadow({ session: this, wire: this.wire, inTransaction: this.inTransaction, options: this.options }, options));
  }

  cancel(): Promise<void> {
    return this.wire.cancelNow();
  }

  async close(): Promise<void> {
    await this.shadows.dropAll();
    await this.wire.close();
  }

  private refuseUnfit(sql: string): void {
    if (this.options.readOnly) refuseOnReadOnly(sql);
    else if (this.inTransaction) refuseTransactionControl(sql);
  }

  /** For callers that hold the turn. */
  private async refuseHidden(sql: string): Promise<void> {
    if (!this.options.readOnly || this.wire.status === "E") return;
    await refuseHiddenEffects(sql, this.facts.superuser, async (text, words) => (await this.wire.sendNow([{ name: "data_engineer_behind", text, values: [words] }]))[0]?.rows ?? []);
  }

  private execute(sql: string, options: RunOptions, copyText: string | undefined): Promise<Result> {
    return this.wire.exclusive(async () => {
      this.refuseUnfit(sql);
      await this.refuseHidden(sql);
      const step: BatchStep = {
        text: sql,
        ...(options.params === undefined ? {} : { values: options.params.map(parameterText) }),
        ...(options.maxRows === undefined ? {} : { maxRows: options.maxRows }),
        ...(copyText === undefined ? {} : { copyText }),
      };
      const previous = options.statementTimeoutMs === undefined ? undefined : await this.setStatementTimeout(String(options.statementTimeoutMs));
      try {
        this.wire.takeNotices();
        const result = this.options.readOnly && !this.inTransaction ? await this.runReadOnly(step, options.signal) : (await this.wire.sendNow([step], { signal: options.signal }))[0];
        const notices = this.wire.takeNotices();
        if (this.inTransaction && this.wire.status === "I") throw new StatementError("other", "25P01", "The statement ended the transaction that it ran in.", { next: "Remove what commits or rolls back from the script." });
        return await this.presented(result, notices);
      } finally {
        if (previous !== undefined && this.wire.status !== "E") await this.setStatementTimeout(previous);
      }
    });
  }

  private async runReadOnly(step: BatchStep, signal: AbortSignal | undefined): Promise<StepResult | undefined> {
    try {
      return (await this.wire.sendNow([...beginReadOnly, step, { text: "ROLLBACK" }], { signal }))[beginReadOnly.length];
    } catch (error) {
      if (this.wire.status !== "I") await this.wire.sendNow([{ text: "ROLLBACK" }]);
      throw error;
    }
  }

  private async presented(result: StepResult | undefined, notices: readonly string[]): Promise<Result> {
    if (result === undefined) throw new Error("The server gave no result.");
    const { fields, rows, rowCount, tag } = result;
    const copied = fields.length === 0 && rows.length > 0;
    await this.wire.learnTypes(unknownTypes(fields, this.wire.typeNames));
    return {
      columns: copied ? [{ name: "copy", type: "text" }] : columnsOf(fields, this.wire.typeNames),
      rows: rows.map((row) => cellsOf(row, fields)),
      rowCount,
      command: tag,
      notices,
    };
  }

  /** Sets it and gives back what it was. */
  private async setStatementTimeout(value: string): Promise<string> {
    const [result] = await this.wire.sendNow([
      { name: "data_engineer_statement_timeout", text: "SELECT pg_catalog.current_setting('statement_timeout'), pg_catalog.set_config('statement_timeout', $1, false)", values: [value] },
    ]);
    return result?.rows[0]?.[0] ?? "0";
  }

  private async end(how: "COMMIT" | "ROLLBACK"): Promise<void> {
    if (this.wire.status === "I") {
      if (how === "ROLLBACK") return;
      throw new StatementError("other", "25P01", "The transaction had ended before it was committed.");
    }
    const [result] = await this.wire.send([{ name: `data_engineer_${how.toLowerCase()}`, text: how }]);
    if (how === "COMMIT" && result?.tag !== "COMMIT") {
      throw new StatementError("other", "25P02", "Nothing was committed: a statement of the transaction had failed.", { next: "Look at the first statement that failed." });
    }
  }
}
