import type { Catalog, IndexObject, TableObject } from "../core/catalog/catalog.ts";
import type { Dialect, EngineId } from "../core/engineId.ts";
import type { Json } from "../core/json.ts";
import type { QueryToken } from "../core/plan/queryToken.ts";
import type { ReportTarget } from "../core/report/report.ts";
import type { OrderRules } from "../core/order/orderInput.ts";
import type { ObjectRef, ScriptFacts, ScriptProblem } from "../core/script/facts.ts";
import type { ClientCommand } from "../core/script/clientCommand.ts";
import type { Script } from "../core/script/script.ts";
import type { MigrationAdapter } from "../core/migration/adapter.ts";
import type { AccessAdapter } from "./access.ts";
import type { AuditAdapter } from "./audit.ts";
import type { IndexAdapter } from "./indexes.ts";
import type { PlanLanguage } from "./plans.ts";
import type { WorkloadAdapter } from "./workload.ts";

/** Knows one engine's language and needs no server. Got with `loadEngine`, which awaits what must be loaded first (a parser's WASM). */
export interface Engine {
  readonly id: EngineId;
  /** Tells MySQL from MariaDB, which differ; else the same as `id`. */
  readonly dialect: Dialect;
  /** What differs in the analysis of order. */
  readonly orderRules: OrderRules;
  /** What changes structure commits by itself, so that a script of several such statements is run one after the other, each standing by itself. */
  readonly structureCommits?: true;
  /** The ending of a snapshot's schema script: ".sql", for MongoDB ".json". */
  readonly scriptEnding: ".sql" | ".json";
  /**
   * What this server would refuse although the grammar knows it: syntax or features of the other flavour or of a newer version.
   * Needs no connection; `versionNumber` absent: only what no version of the dialect takes.
   */
  refusedBy(server: { readonly dialect: Dialect; readonly versionNumber?: number }, script: Script): readonly ScriptProblem[];
  /** True for a statement whose effect outlives a disposable database: it acts on the whole server, other databases, files or other servers. */
  reachesBeyond(sql: string): boolean;
  /** True for a statement that runs inside a transaction but calls what its rollback does not take back. */
  leavesTraces(sql: string): boolean;
  /** Cuts a script into statements; total: every input gives a result. */
  split(text: string): Script;
  /** Reads every statement; what cannot be parsed is a problem and has no facts, the others still have theirs. */
  analyse(script: Script): ScriptFacts;
  /** `analyse` of each of many scripts, cheaper than one by one. */
  analyseAll(scripts: readonly Script[]): ScriptFacts[];
  /** Commands of the engine's own client between the statements; absent where its scripts have none that could change what runs. */
  clientCommands?(script: Script): readonly ClientCommand[];
  quoteName(name: string): string;
  /** Schema-qualified and quoted. */
  quoteObject(object: Pick<ObjectRef, "schema" | "name">): string;
  quoteText(value: string): string;
  /** The tokens of one statement without blanks and comments, coarse and total: to find again in it what a plan tells of. */
  queryTokens(text: string): readonly QueryToken[];
  /** A deterministic script that recreates the catalog on an empty database with the engine's own client. */
  renderCatalog(catalog: Catalog): string;
  /** Objects that this script has as a comment only, because creating them would fail, and why; absent where it creates all. */
  leftOut?(catalog: Catalog): readonly { readonly object: string; readonly why: string }[];
  /** The statements that turn `from` into `to`, in the order that works. */
  changes(from: Catalog, to: Catalog): ChangeStep[];
  /** A plain index of these columns that is not there yet, as its catalog would hold it. */
  newIndex(table: Pick<TableObject, "schema" | "name">, name: string, columns: readonly string[]): IndexObject;
  /** Reads its plans and knows what may be seen in them. */
  readonly plans?: PlanLanguage;
  /** Opens a connection. Throws ConnectionError with what to do next. */
  connect(options: ConnectOptions): Promise<Session>;
}

/** One statement of a change. Kept rows are loaded between the steps of phase "structure" and those of phase "constraints". */
export interface ChangeStep {
  readonly phase: "structure" | "constraints";
  readonly sql: string;
  /** Keys of the flat objects it makes equal, for the preview. */
  readonly objects: readonly string[];
  /** True where the step itself loses rows or columns that exist now. */
  readonly destroys: boolean;
}

export interface ConnectOptions {
  /** `postgres://…`, `sqlite:path` (relative to cwd). Never logged. */
  readonly url: string;
  readonly cwd: string;
  /** Every transaction is read-only; SQLite opens the file read-only. */
  readonly readOnly: boolean;
  readonly timeouts: Timeouts;
  /** Shadow databases are made here where given (PostgreSQL: any database of a server that may create databases). */
  readonly shadowUrl?: string;
  readonly signal: AbortSignal;
}

/** Milliseconds; 0 switches one off. */
export interface Timeouts {
  readonly connect: number;
  readonly lock: number;
  readonly statement: number;
  readonly idleInTransaction: number;
}

export interface ServerFacts {
  readonly engine: EngineId;
  readonly dialect: Dialect;
  /** As the server writes it: "15.18", "3.54.1". */
  readonly version: string;
  /** 150018, 3054001: comparable within an engine. */
  readonly versionNumber: number;
  readonly database: string;
  readonly user: string;
  readonly superuser: boolean;
  readonly readOnly: boolean;
  /** Is the transport encrypted; null where there is none (SQLite). */
  readonly tls: boolean | null;
  /** Engine-specific facts worth showing: server encoding, foreign_keys, journal mode, … */
  readonly settings: Readonly<Record<string, string>>;
}

/** A value as it came from the driver, made presentable without loss: bigints and decimals as text, bytes as \x…, dates as ISO text. */
export type Cell = Json;

export interface ColumnInfo {
  readonly name: string;
  readonly type: string;
}

export interface Result {
  readonly columns: readonly ColumnInfo[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows returned or changed, as the server counts them. */
  readonly rowCount: number;
  /** The server's command tag or the statement's first words. */
  readonly command: string;
  readonly notices: readonly string[];
}

export interface RunOptions {
  readonly params?: readonly Cell[];
  readonly signal?: AbortSignal;
  readonly statementTimeoutMs?: number;
  /** At most this many rows are kept in the result; rowCount stays true. */
  readonly maxRows?: number;
  /**
   * The folder where an opaque statement (see StatementFacts) keeps the rows that it is about to lose, just before it does; core/snapshot/keptAside.ts says in
   * what form. Other statements keep nothing: what they lose is known before.
   */
  readonly keepIn?: string;
}

/**
 * A live connection: one server session (one child process for SQLite); calls are queued.
 * Every method throws StatementError (with offset) for what the server refuses, ConnectionError when it is lost, CancelledError when its signal fired
 * (the statement is then cancelled on the server).
 */
export interface Session {
  readonly engine: Engine;
  readonly facts: ServerFacts;
  /** What migrations need of this engine. */
  readonly migrations: MigrationAdapter;
  /** What an audit needs of this engine. */
  readonly audit: AuditAdapter;
  /** Who may do what, found by trying it; absent where nobody's access can be tried. */
  readonly access?: AccessAdapter<Session>;
  /** What the server counted about its work. */
  readonly workload?: WorkloadAdapter;
  /** What advice about indexes needs; absent where it is not built. */
  readonly indexes?: IndexAdapter;
  /** Runs one statement. Outside a transaction it commits by itself. */
  run(sql: string, options?: RunOptions): Promise<Result>;
  /** Inside a transaction: runs statements in one round trip, each by itself as `run` would; the first that fails ends it, and those before it stand. Absent where each takes its own. */
  runTogether?(statements: readonly string[], options?: Pick<RunOptions, "signal" | "maxRows">): Promise<readonly Result[]>;
  /** Pages of rows of one query; never more than a page in memory. */
  stream(sql: string, options: RunOptions & { readonly pageSize: number }): AsyncIterable<Result>;
  /** Begins, works, ends. "rollback" and "readOnly" always roll back; "commit" rolls back when `work` throws. Not nested. */
  transaction<Value>(mode: "commit" | "rollback" | "readOnly", work: () => Promise<Value>): Promise<Value>;
  /**
   * Inside a transaction: keeps or undoes what `work` did. A throw undoes and rethrows. MongoDB has no savepoints: "keep" runs `work`, whose error ends the
   * whole transaction, and "undo" throws UnsupportedError before anything runs.
   */
  savepoint<Value>(end: "keep" | "undo", work: () => Promise<Value>): Promise<Value>;
  /** Loads rows after a `COPY … FROM stdin` statement. Engines without COPY throw UnsupportedError. */
  copyIn(sql: string, text: string, options?: RunOptions): Promise<Result>;
  /** The whole schema in a constant number of queries; sees what the current transaction did. */
  catalog(signal?: AbortSignal): Promise<Catalog>;
  /** The plan as the engine gives it, without executing unless `analyse`. */
  explain(sql: string, options?: ExplainRequest): Promise<{ readonly format: "text" | "json"; readonly text: string }>;
  /** What changed under the hood since the last probe of this transaction: locks newly held and relations rewritten. */
  probe(): Promise<Probe>;
  /** Takes the one applier's lock by polling; null when another holds it after `waitMs`. Freed by release, close, or the holder's death. */
  lockApplier(waitMs: number, signal: AbortSignal): Promise<ApplierLock | null>;
  /** Who holds the applier's lock now, in words for people; null where nobody does or it cannot be told. */
  applierHolder(): Promise<string | null>;
  /** Writes the rows that would be lost to a file, in a form that loadRows of the same engine reads. */
  keepRows(request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number; readonly bytes: number }>;
  /** Brings kept rows back: inserts missing rows, updates kept columns by key. Idempotent. */
  loadRows(request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number }>;
  /** Row counts of all user tables (exact). */
  countRows(signal?: AbortSignal): Promise<ReadonlyMap<string, number>>;
  /** Engine's own integrity checks: integrity_check, foreign_key_check, invalid indexes, unvalidated constraints. */
  integrity(signal?: AbortSignal): Promise<readonly IntegrityProblem[]>;
  /** A disposable database with the same schema on which anything may run; dropped by `drop`, on close, and swept later after a crash. */
  shadow(options: ShadowOptions): Promise<Shadow>;
  cancel(): Promise<void>;
  close(): Promise<void>;
}

export interface ExplainRequest {
  /** Runs the statement and undoes what it changed. */
  readonly analyse?: boolean;
  /** With `analyse`: nothing that it calls may write either; what tries fails with StatementError "readOnly". Engines whose queries cannot write need it not. */
  readonly readOnly?: boolean;
  /** Also what costs more to find out, where the server tells it: PostgreSQL's memory of planning and time to make the result. */
  readonly detailed?: boolean;
  readonly signal?: AbortSignal;
}

export interface Probe {
  readonly locks: readonly { readonly object: string; readonly mode: string }[];
  readonly rewrites: readonly string[];
}

export interface ApplierLock {
  readonly holder: string;
  release(): Promise<void>;
}

export interface KeepRows {
  readonly schema: string;
  readonly table: string;
  /** Primary key (or unique not-null) columns; empty where the table has none: then whole rows are kept and only reloaded into an empty table. */
  readonly key: readonly string[];
  /** Columns to keep besides the key; absent: all that can be written. */
  readonly columns?: readonly string[];
}

export interface IntegrityProblem {
  /** "foreignKey", "integrity", "invalidIndex", "notValidated", "disabledTrigger", … */
  readonly check: string;
  readonly object: string;
  readonly message: string;
}

export interface ShadowOptions {
  /** "empty": no objects at all, as a new database; "schema": structure only; "sample": some rows; "copy": everything where the engine can do it cheaply (SQLite backup, CREATE DATABASE TEMPLATE). */
  readonly data: "empty" | "schema" | "sample" | "copy";
  /** "sample": how many rows of each table at most; absent: as many as a trial of structure needs. */
  readonly sampleRows?: number;
  readonly signal: AbortSignal;
}

export interface Shadow {
  readonly session: Session;
  /** "scratch": database on the same server; "copy": the engine's backup; "pglite": in-process PostgreSQL of another version (say so). */
  readonly form: "scratch" | "copy" | "pglite";
  readonly label: string;
  drop(): Promise<void>;
}

/** How a report names the connection; never the URL. */
export function reportTarget(facts: ServerFacts, role: string): ReportTarget {
  return { engine: facts.dialect, version: facts.version, database: facts.database, role };
}
