import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Catalog } from "../catalog/catalog.ts";
import { fingerprint } from "../catalog/fingerprint.ts";
import { isDataEngineerError, SnapshotError, throwIfCancelled } from "../errors.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import { isDiskFull, measure, syncFile, syncFolder, writeDurably } from "./durable.ts";
import { snapshotId } from "./label.ts";
import type { KeptRows, SnapshotManifest } from "./manifest.ts";
import type { PlannedKeep, SnapshotSource } from "./source.ts";
import { ensureStore, manifestName, snapshotsFolder, temporaryPrefix } from "./storeFolder.ts";

export interface SnapshotRequest {
  /** Already checked, see checkLabel. */
  readonly label: string;
  readonly reason: SnapshotManifest["reason"];
  readonly keep: readonly PlannedKeep[];
  /** Other files to keep beside the rows, by their path inside the folder; "data/…" only beside kept rows. */
  readonly extras?: Readonly<Record<string, string>>;
  /** The catalog, where the caller has just read it. */
  readonly catalog?: Catalog;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly onTable?: (keep: PlannedKeep, index: number) => void;
}

export interface TakenSnapshot {
  readonly manifest: SnapshotManifest;
  /** Workspace-relative. */
  readonly folder: string;
}

/** The files of a snapshot, workspace-relative, for the report of what wrote it. */
export function filesOf({ manifest, folder }: TakenSnapshot): string[] {
  return [manifestName, ...manifest.files.map((file) => file.path)].map((name) => `${folder}/${name}`);
}

/**
 * Writes a snapshot to a temporary folder and renames it when the disk has all of it, so that a torn one never looks whole.
 * Rows are as consistent as the transaction that the caller holds. Throws SnapshotError "write", with nothing left behind.
 */
export async function createSnapshot(files: WorkspaceFiles, source: SnapshotSource, request: SnapshotRequest): Promise<TakenSnapshot> {
  let temporary: string | undefined;
  try {
    const root = await ensureStore(files);
    temporary = path.join(root, `${temporaryPrefix}${process.pid}-${randomBytes(6).toString("hex")}`);
    await mkdir(temporary);
    const draft = await fill(temporary, source, request);
    const id = await publish(root, temporary, draft, request);
    return { manifest: { ...draft, ...id }, folder: `${snapshotsFolder}/${id.id}` };
  } catch (error) {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
    throw explained(error, request.label);
  }
}

type Draft = Omit<SnapshotManifest, "id" | "createdAt">;

async function fill(folder: string, source: SnapshotSource, request: SnapshotRequest): Promise<Draft> {
  const catalog = request.catalog ?? (await source.catalog(request.signal));
  await writeDurably(path.join(folder, "catalog.json"), `${JSON.stringify(catalog, null, 1)}\n`);
  const schema = `schema${source.engine.scriptEnding}`;
  await writeDurably(path.join(folder, schema), source.engine.renderCatalog(catalog));
  const extras = Object.entries(request.extras ?? {});
  const rows = request.keep.length > 0;
  if (rows) await mkdir(path.join(folder, "data"));
  const kept: KeptRows[] = [];
  for (const [index, keep] of request.keep.entries()) {
    throwIfCancelled(request.signal);
    request.onTable?.(keep, index);
    kept.push(await keepTable(folder, source, keep, index, request.signal));
  }
  for (const [name, text] of extras) await writeDurably(path.join(folder, name), text);
  if (rows) await syncFolder(path.join(folder, "data"));
  const paths = ["catalog.json", schema, ...kept.map((rows) => rows.file), ...extras.map(([name]) => name)];
  const measured: SnapshotManifest["files"][number][] = [];
  for (const name of paths) measured.push({ path: name, ...(await measure(path.join(folder, name))) });
  const { dialect, version, database } = source.facts;
  return { format: 1, label: request.label, engine: dialect, version, database, fingerprint: fingerprint(catalog), reason: request.reason, files: measured, kept };
}

async function keepTable(folder: string, source: SnapshotSource, keep: PlannedKeep, index: number, signal: AbortSignal): Promise<KeptRows> {
  const readable = `${keep.schema}.${keep.table}`.replace(/^\./, "").replace(/[^A-Za-z0-9._-]+/g, "_").slice(0, 80);
  const file = `data/${String(index + 1).padStart(3, "0")}-${readable}.rows`;
  const { why, ...request } = keep;
  const { rows } = await source.keepRows(request, path.join(folder, file), signal);
  await syncFile(path.join(folder, file));
  return { ...request, rows, file, why };
}

/** Gives the folder its final name; a name that is taken moves the time on by a millisecond. */
async function publish(root: string, temporary: string, draft: Draft, request: SnapshotRequest): Promise<{ id: string; createdAt: string }> {
  for (let at = request.now.getTime(); ; at += 1) {
    const created = new Date(at);
    const named = { id: snapshotId(created, request.label), createdAt: created.toISOString() };
    await rm(path.join(temporary, manifestName), { force: true });
    await writeDurably(path.join(temporary, manifestName), `${JSON.stringify({ ...draft, ...named }, null, 2)}\n`);
    await syncFolder(temporary);
    try {
      await rename(temporary, path.join(root, named.id));
    } catch (error) {
      if (await exists(path.join(root, named.id))) continue;
      throw error;
    }
    await syncFolder(root);
    return named;
  }
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null)) !== null;
}

function explained(error: unknown, label: string): unknown {
  if (isDiskFull(error)) {
    return new SnapshotError("write", `The disk is full: the snapshot "${label}" could not be written, and nothing of it was left behind.`, {
      cause: error,
      next: `Free space where ${snapshotsFolder} lies, then run it again. The database was not changed.`,
      details: { diskFull: true },
    });
  }
  if (isDataEngineerError(error) || typeof (error as NodeJS.ErrnoException).code !== "string") return error;
  return new SnapshotError("write", `The snapshot "${label}" could not be written: ${(error as Error).message}`, { cause: error, next: `Check the rights of ${snapshotsFolder}. The database was not changed.` });
}
