import type { Dialect } from "../engineId.ts";

/** `manifest.json` of a snapshot folder. */
export interface SnapshotManifest {
  readonly format: 1;
  /** The folder's name: "<utc-timestamp>-<label>". */
  readonly id: string;
  readonly label: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly engine: Dialect;
  readonly version: string;
  readonly database: string;
  readonly fingerprint: string;
  /** Why it was taken: by hand, or before a migration or a rollback. */
  readonly reason: "manual" | "beforeApply" | "beforeRollback" | "beforeRun";
  /** Paths inside the folder, forward slashes. */
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
  readonly kept: readonly KeptRows[];
}

export interface KeptRows {
  readonly schema: string;
  readonly table: string;
  readonly key: readonly string[];
  readonly columns?: readonly string[];
  readonly rows: number;
  /** Path inside the snapshot folder. */
  readonly file: string;
  /** The destruction that made it necessary, for people: "DROP COLUMN total". */
  readonly why: string;
}
