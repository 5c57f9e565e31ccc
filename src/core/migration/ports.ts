import type { Catalog } from "../catalog/catalog.ts";
import type { Dialect, EngineId } from "../engineId.ts";
import type { Json } from "../json.ts";
import type { ClientCommand } from "../script/clientCommand.ts";
import type { ObjectRef, ScriptFacts, ScriptProblem } from "../script/facts.ts";
import type { Script } from "../script/script.ts";
import type { MigrationAdapter } from "./adapter.ts";

/** The server that a script is for. */
export interface ServerVersion {
  readonly dialect: Dialect;
  readonly versionNumber?: number;
}

/** What the migration room needs of an engine's language; `Engine` satisfies it as it stands. */
export interface Language {
  readonly id: EngineId;
  readonly scriptEnding: ".sql" | ".json";
  refusedBy(server: ServerVersion, script: Script): readonly ScriptProblem[];
  split(text: string): Script;
  analyse(script: Script): ScriptFacts;
  reachesBeyond(sql: string): boolean;
  leavesTraces(sql: string): boolean;
  clientCommands?(script: Script): readonly ClientCommand[];
  quoteName(name: string): string;
  quoteObject(object: Pick<ObjectRef, "schema" | "name">): string;
}

export interface RunResult {
  readonly rows: readonly (readonly Json[])[];
  readonly rowCount: number;
  readonly command: string;
  readonly notices: readonly string[];
}

export interface RunOptions {
  readonly params?: readonly Json[];
  readonly signal?: AbortSignal;
  readonly statementTimeoutMs?: number;
  readonly maxRows?: number;
  readonly keepIn?: string;
}

export interface Probe {
  readonly locks: readonly { readonly object: string; readonly mode: string }[];
  readonly rewrites: readonly string[];
}

/** What the migration room needs of a live connection; `Session` satisfies it as it stands, and its errors are Session's. */
export interface Connection {
  readonly engine: Language;
  readonly facts: {
    readonly engine: EngineId;
    readonly dialect: Dialect;
    readonly version: string;
    readonly versionNumber: number;
    readonly database: string;
    readonly readOnly: boolean;
    readonly settings: Readonly<Record<string, string>>;
  };
  readonly migrations: MigrationAdapter;
  run(sql: string, options?: RunOptions): Promise<RunResult>;
  transaction<Value>(mode: "commit" | "rollback" | "readOnly", work: () => Promise<Value>): Promise<Value>;
  savepoint<Value>(end: "keep" | "undo", work: () => Promise<Value>): Promise<Value>;
  copyIn(sql: string, text: string, options?: RunOptions): Promise<RunResult>;
  catalog(signal?: AbortSignal): Promise<Catalog>;
  probe(): Promise<Probe>;
  countRows(signal?: AbortSignal): Promise<ReadonlyMap<string, number>>;
  integrity(signal?: AbortSignal): Promise<readonly { readonly check: string; readonly object: string; readonly message: string }[]>;
  shadow(options: { readonly data: "empty" | "schema" | "sample" | "copy"; readonly signal: AbortSignal }): Promise<ShadowConnection>;
}

export interface ShadowConnection {
  readonly session: Connection;
  readonly form: "scratch" | "copy" | "pglite";
  readonly label: string;
  drop(): Promise<void>;
}

/** A connection on which one applier at a time works, and which keeps what would be lost. */
export interface ApplierConnection extends Connection {
  lockApplier(waitMs: number, signal: AbortSignal): Promise<{ readonly holder: string; release(): Promise<void> } | null>;
  /** Who holds the applier's lock now, for people. */
  applierHolder(): Promise<string | null>;
  keepRows(request: RowsRequest, file: string, signal: AbortSignal): Promise<{ readonly rows: number; readonly bytes: number }>;
  loadRows(request: RowsRequest, file: string, signal: AbortSignal): Promise<{ readonly rows: number }>;
}

export interface RowsRequest {
  readonly schema: string;
  readonly table: string;
  readonly key: readonly string[];
  readonly columns?: readonly string[];
}
