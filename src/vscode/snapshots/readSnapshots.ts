import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { SnapshotManifest } from "../../core/snapshot/manifest.ts";

export interface FoundSnapshot {
  readonly id: string;
  /** Absolute. */
  readonly folder: string;
  /** Null where the manifest is missing or cannot be read. */
  readonly manifest: SnapshotManifest | null;
}

export const snapshotsFolder = path.join(".data-engineer", "snapshots");

/** The snapshots of a workspace folder, newest first; half-written ones (temporary names) are left out. */
export async function readSnapshots(cwd: string): Promise<readonly FoundSnapshot[]> {
  const root = path.join(cwd, snapshotsFolder);
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && /^\d{4}/.test(entry.name));
  const found = await Promise.all(folders.map(async ({ name }) => ({ id: name, folder: path.join(root, name), manifest: await readManifest(path.join(root, name)) })));
  return found.sort((a, b) => (a.id < b.id ? 1 : -1));
}

async function readManifest(folder: string): Promise<SnapshotManifest | null> {
  try {
    const value = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8")) as SnapshotManifest;
    return value.format === 1 && Array.isArray(value.files) && Array.isArray(value.kept) ? value : null;
  } catch {
    return null;
  }
}
