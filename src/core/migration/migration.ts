/** How a folder lays out its migrations. */
export type LayoutId = "upDown" | "folders" | "dbmate" | "goose" | "flyway" | "prisma" | "supabase" | "sqitch" | "migrateMongo" | "numbered";

/** Part of a file that is run: the whole of it, or the section between two directives. Offsets in UTF-16 units into the file's text. */
export interface ScriptSource {
  /** Workspace-relative with forward slashes where inside the workspace, else absolute. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** A directive said that it must not run in a transaction (`-- +goose NO TRANSACTION`, `transaction:false`). */
  readonly noTransaction: boolean;
  /** The file is a module of JavaScript, of which this function is run. */
  readonly module?: "up" | "down";
}

/** One migration of a folder as its files say it, in the layout's own order. */
export interface Migration {
  /** What the layout sorts by: "004", "20240101120000", "1.2". */
  readonly version: string;
  readonly name: string;
  readonly up: ScriptSource;
  readonly down: ScriptSource | null;
  /** Runs again whenever its checksum changes (Flyway R__). */
  readonly repeatable: boolean;
  /** SHA-256 of the up text with line endings made LF, trailing blanks of the file dropped. */
  readonly checksum: string;
}

export interface MigrationFolder {
  readonly layout: LayoutId;
  /** Workspace-relative. */
  readonly folder: string;
  readonly migrations: readonly Migration[];
}

export type Outcome = "running" | "applied" | "failed" | "rolledBack";

/** A row of the history table `data_engineer_migrations`. */
export interface HistoryEntry {
  readonly version: string;
  readonly name: string;
  readonly checksum: string;
  /** ISO 8601, UTC. */
  readonly appliedAt: string;
  readonly durationMs: number;
  readonly statementsDone: number;
  readonly snapshotId: string | null;
  readonly outcome: Outcome;
}

export type MigrationState = "applied" | "pending" | "changed" | "missing" | "interrupted" | "outOfOrder";

/** A migration beside what the history says of it; `migration` is null where the file is gone, `entry` where it never ran. */
export interface MigrationStatus {
  readonly version: string;
  readonly name: string;
  readonly state: MigrationState;
  readonly migration: Migration | null;
  readonly entry: HistoryEntry | null;
}
