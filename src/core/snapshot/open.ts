import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Catalog } from "../catalog/catalog.ts";
import { fingerprint } from "../catalog/fingerprint.ts";
import type { Dialect } from "../engineId.ts";
import { SnapshotError } from "../errors.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import { measure } from "./durable.ts";
import { adoptLeft } from "./keptAside.ts";
import type { SnapshotManifest } from "./manifest.ts";
import { manifestName } from "./storeFolder.ts";

/** A snapshot whose every file was found to be what its manifest says. */
export interface OpenedSnapshot {
  readonly manifest: SnapshotManifest;
  /** Workspace-relative where inside the workspace. */
  readonly folder: string;
  readonly catalog: Catalog;
  /** Absolute path of a file of the snapshot. */
  file(name: string): string;
}

const takeAnother = "Use another snapshot (the Snapshots view lists them), or bring this folder back from a backup.";

/** Reads and verifies a snapshot's folder. Throws SnapshotError: torn, format, checksum. */
export async function openSnapshot(files: WorkspaceFiles, folder: string): Promise<OpenedSnapshot> {
  const manifest = await readManifest(files, folder);
  const file = (name: string): string => path.join(files.absolute(folder), name);
  for (const expected of manifest.files) {
    const found = await measure(file(expected.path)).catch((error: NodeJS.ErrnoException) => {
      const rows = manifest.kept.some((kept) => kept.file === expected.path);
      throw new SnapshotError("torn", `Snapshot ${manifest.id} is not whole: ${expected.path} ${error.code === "ENOENT" ? "is missing" : `cannot be read (${error.message})`}.`, {
        cause: error,
        next: rows ? `Kept rows are left out of version control: look for this folder on the machine that took the snapshot (${manifest.createdAt}). ${takeAnother}` : takeAnother,
      });
    });
    if (found.bytes === expected.bytes && found.sha256 === expected.sha256) continue;
    const size = found.bytes === expected.bytes ? "" : ` It has ${found.bytes} bytes, ${expected.bytes} were written.`;
    throw new SnapshotError("checksum", `Snapshot ${manifest.id} was changed after it was taken: ${expected.path} does not have its checksum.${size}`, { next: takeAnother });
  }
  const catalog = parse(await readFile(file("catalog.json"), "utf8"), `${manifest.id}/catalog.json`) as Catalog;
  if (fingerprint(catalog) !== manifest.fingerprint) {
    throw new SnapshotError("checksum", `Snapshot ${manifest.id} contradicts itself: its catalog does not have the fingerprint in its manifest.`, { next: takeAnother });
  }
  return { manifest, folder: files.shown(folder), catalog, file };
}

/** The manifest of a snapshot's folder, its files not yet checked; with what a process kept for it that was killed meanwhile. Throws SnapshotError: torn, format. */
export async function readManifest(files: WorkspaceFiles, folder: string): Promise<SnapshotManifest> {
  const shown = files.shown(folder);
  const text = await readFile(path.join(files.absolute(folder), manifestName), "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new SnapshotError("torn", `${shown} is not a whole snapshot: it has no readable ${manifestName} (${error.code ?? error.message}).`, { cause: error, next: takeAnother });
  });
  const manifest = parse(text, `${shown}/${manifestName}`);
  if (isManifest(manifest)) return (await adoptLeft(files.absolute(folder), manifest)).manifest;
  const format = typeof manifest === "object" && manifest !== null ? (manifest as { format?: unknown }).format : undefined;
  const newer = typeof format === "number" && format > 1;
  throw new SnapshotError("format", newer ? `${shown} has format ${format}, this version reads format 1.` : `${shown}/${manifestName} is not a snapshot's manifest.`, { next: newer ? "Update Data Engineer." : takeAnother });
}

/** Throws SnapshotError "otherEngine" where a snapshot was taken from another engine than this one. */
export function requireEngine(manifest: SnapshotManifest, dialect: Dialect): void {
  if (family(manifest.engine) === family(dialect)) return;
  throw new SnapshotError("otherEngine", `Snapshot ${manifest.id} was taken from ${manifest.engine} (${manifest.version}), this connection is ${dialect}.`, {
    next: `Connect to the ${manifest.engine} database "${manifest.database}", or name a snapshot of this one.`,
  });
}

function family(dialect: Dialect): string {
  return dialect === "mariadb" ? "mysql" : dialect;
}

function parse(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SnapshotError("format", `${shown} is not readable JSON: ${(error as Error).message}`, { cause: error, next: takeAnother });
  }
}

/** Manifests may come from another machine: no path of theirs may lead out of their folder. */
function isManifest(value: unknown): value is SnapshotManifest {
  if (typeof value !== "object" || value === null) return false;
  const { format, id, label, createdAt, engine, version, database, fingerprint: print, files, kept } = value as Record<string, unknown>;
  if (format !== 1 || ![id, label, createdAt, engine, version, database, print].every((text) => typeof text === "string")) return false;
  if (!Array.isArray(files) || !Array.isArray(kept)) return false;
  const named = new Set(files.map((file: { path?: unknown }) => file.path));
  const inside = [...named].every((name) => typeof name === "string" && /^(?:data\/)?[A-Za-z0-9._-]+$/.test(name) && !name.split("/").includes(".."));
  return inside && named.has("catalog.json") && (named.has("schema.sql") || named.has("schema.json")) && kept.every((rows: { file?: unknown }) => named.has(rows.file));
}
