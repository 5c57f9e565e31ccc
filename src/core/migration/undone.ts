import type { Catalog } from "../catalog/catalog.ts";
import { fingerprint } from "../catalog/fingerprint.ts";
import { SnapshotError } from "../errors.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import { findSnapshot } from "../snapshot/find.ts";
import type { SnapshotManifest } from "../snapshot/manifest.ts";
import { openSnapshot, type OpenedSnapshot } from "../snapshot/open.ts";
import type { RecordedEntry } from "./historyTable.ts";

/** The entries whose migrations a return to this snapshot undoes: those that ran (or began) when it lay before them already. */
export function undoneBy(manifest: Pick<SnapshotManifest, "id" | "createdAt">, recorded: readonly RecordedEntry[]): RecordedEntry[] {
  return recorded.filter((entry) => {
    const left = entry.outcome === "applied" || entry.outcome === "running" || (entry.outcome === "failed" && entry.statementsDone > 0);
    return left && ((entry.snapshotId !== null && entry.snapshotId >= manifest.id) || entry.appliedAt >= manifest.createdAt);
  });
}

/** The schema before a migration, as far as it is on record. `catalog` is null where only its fingerprint is known. */
export interface SchemaBefore {
  readonly fingerprint: string;
  readonly catalog: Catalog | null;
  /** The snapshot that holds it, with the rows that the migration removed. */
  readonly snapshot: OpenedSnapshot | null;
}

/**
 * What the schema must be after this migration is rolled back: its own snapshot's, else what the migration applied before it left.
 * null where nothing says so, or where the schema is no longer what the newest migration left.
 */
export async function schemaBefore(files: WorkspaceFiles, recorded: readonly RecordedEntry[], entry: RecordedEntry, live: Catalog): Promise<SchemaBefore | null> {
  const applied = recorded.filter((one) => one.outcome === "applied");
  if (applied.at(-1)?.version !== entry.version || entry.fingerprint !== fingerprint(live)) return null;
  const first = recorded.find((one) => one.snapshotId !== null && one.snapshotId === entry.snapshotId);
  if (entry.snapshotId !== null && first?.version === entry.version) {
    const opened = await openIfWhole(files, entry.snapshotId);
    if (opened !== null) return { fingerprint: opened.manifest.fingerprint, catalog: opened.catalog, snapshot: opened };
  }
  const previous = applied.at(-2)?.fingerprint ?? null;
  return previous === null ? null : { fingerprint: previous, catalog: null, snapshot: null };
}

async function openIfWhole(files: WorkspaceFiles, id: string): Promise<OpenedSnapshot | null> {
  try {
    return await openSnapshot(files, await findSnapshot(files, id));
  } catch (error) {
    if (error instanceof SnapshotError) return null;
    throw error;
  }
}
