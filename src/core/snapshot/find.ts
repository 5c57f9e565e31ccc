import { readdir } from "node:fs/promises";
import { isDataEngineerError, SnapshotError } from "../errors.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import type { SnapshotManifest } from "./manifest.ts";
import { readManifest } from "./open.ts";
import { snapshotsFolder, temporaryPrefix } from "./storeFolder.ts";

/** A folder of the store; `manifest` is null where it cannot be read, `problem` then says why. */
export interface ListedSnapshot {
  readonly id: string;
  readonly folder: string;
  readonly manifest: SnapshotManifest | null;
  readonly problem?: string;
}

/** The snapshots of a workspace, newest first. Manifests are read, files not yet verified. */
export async function listSnapshots(files: WorkspaceFiles): Promise<ListedSnapshot[]> {
  const entries = await readdir(files.absolute(snapshotsFolder), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new SnapshotError("torn", `${snapshotsFolder} cannot be read: ${error.message}`, { cause: error, next: "Check the rights of the folder." });
  });
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith(temporaryPrefix)).map((entry) => entry.name);
  const listed = await Promise.all(names.map((name) => describe(files, name)));
  return listed.sort((a, b) => (a.id < b.id ? 1 : -1));
}

async function describe(files: WorkspaceFiles, name: string): Promise<ListedSnapshot> {
  const folder = `${snapshotsFolder}/${name}`;
  try {
    return { id: name, folder, manifest: await readManifest(files, folder) };
  } catch (error) {
    if (isDataEngineerError(error)) return { id: name, folder, manifest: null, problem: error.message };
    throw error;
  }
}

/**
 * The folder of the snapshot that a person means: a path to its folder, its id, or its label (the newest with it).
 * Throws SnapshotError "unknown" that names the nearest ones.
 */
export async function findSnapshot(files: WorkspaceFiles, reference: string): Promise<string> {
  const listed = await listSnapshots(files);
  const named = listed.find((snapshot) => snapshot.id === reference) ?? listed.find((snapshot) => snapshot.manifest?.label === reference);
  if (named !== undefined) return named.folder;
  if ((await files.kind(reference)) === "folder") return files.shown(reference);
  const known = listed.flatMap((snapshot) => (snapshot.manifest === null ? [] : [snapshot.id])).slice(0, 5);
  throw new SnapshotError("unknown", `There is no snapshot "${reference}".`, {
    next: known.length === 0 ? "No snapshot was taken in this workspace yet: take one with snapshot <label>." : `Name one by id, label or folder; the newest are ${known.join(", ")}.`,
  });
}
