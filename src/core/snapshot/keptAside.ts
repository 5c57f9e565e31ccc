import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, truncate } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { Catalog } from "../catalog/catalog.ts";
import { findTable, rowKey } from "../catalog/lookup.ts";
import { measure, syncFile, syncFolder, writeDurably } from "./durable.ts";
import type { KeptRows, SnapshotManifest } from "./manifest.ts";
import { isAlive, manifestName } from "./storeFolder.ts";

/**
 * A line of `index` in the folder where a statement keeps what it is about to lose, while it runs: a file of rows beside it (one row on a line, as keepRows
 * writes them), or in words what could not be kept.
 */
export type AsideLine = { readonly table: string; readonly file: string; readonly why: string } | { readonly unkept: string };

export const asideIndex = "index";
const prefix = "aside-";

/** Makes the folder inside of a snapshot's (`home`, absolute) where a statement of this process keeps rows while it runs. Absolute. */
export async function openAside(home: string): Promise<string> {
  const folder = path.join(home, "data", `${prefix}${process.pid}-${randomBytes(4).toString("hex")}`);
  await mkdir(folder, { recursive: true });
  return folder;
}

export interface Adopted {
  readonly manifest: SnapshotManifest;
  /** What could not be kept, in words. */
  readonly unkept: readonly string[];
}

/** What this process's statement kept becomes a part of the snapshot. */
export function adoptOwn(home: string, manifest: SnapshotManifest): Promise<Adopted> {
  return adopt(home, manifest, (pid) => pid === process.pid);
}

/** What a process kept that was killed meanwhile becomes a part of the snapshot; one that still works is left alone. */
export function adoptLeft(home: string, manifest: SnapshotManifest): Promise<Adopted> {
  return adopt(home, manifest, (pid) => !isAlive(pid));
}

async function adopt(home: string, manifest: SnapshotManifest, whose: (pid: number) => boolean): Promise<Adopted> {
  let adopted: Adopted = { manifest, unkept: [] };
  for (const name of await namesIn(path.join(home, "data"))) {
    if (!name.startsWith(prefix) || !whose(Number.parseInt(name.slice(prefix.length), 10))) continue;
    const one = await adoptFolder(home, path.join(home, "data", name), adopted.manifest);
    adopted = { manifest: one.manifest, unkept: [...adopted.unkept, ...one.unkept] };
  }
  return adopted;
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
}

/**
 * The files move to the other kept rows, a new manifest lists them. A last line that was not written to its end is cut off: what it was for was never sent.
 * Cut off in the middle itself, it is done again and gives the same. Rows that the snapshot has of the same table stand behind them in one file: the last of equal ones is the one that comes back.
 */
async function adoptFolder(home: string, aside: string, manifest: SnapshotManifest): Promise<Adopted> {
  const lines = await indexOf(path.join(aside, asideIndex));
  const catalog = JSON.parse(await readFile(path.join(home, "catalog.json"), "utf8")) as Catalog;
  const kept: KeptRows[] = [];
  const measured: SnapshotManifest["files"][number][] = [];
  const replaced: KeptRows[] = [];
  for (const [at, line] of lines.entries()) {
    if ("unkept" in line) continue;
    const table = findTable(catalog, { name: line.table });
    const file = `data/${path.basename(aside).slice(prefix.length)}-${at + 1}-${line.table.replace(/[^A-Za-z0-9._-]+/g, "_").slice(0, 80)}.rows`;
    if (manifest.kept.some((one) => one.file === file)) continue;
    await moveInto(path.join(aside, line.file), path.join(home, file));
    const rows = await wholeLines(path.join(home, file));
    const earlier = manifest.kept.find((one) => one.schema === table?.schema && one.table === table.name && one.columns === undefined);
    // Of a table without a key all rows are kept or none: the earlier ones are all of them.
    if (table === undefined || rows === 0 || (earlier !== undefined && rowKey(table).length === 0)) {
      await rm(path.join(home, file));
      continue;
    }
    if (earlier !== undefined) {
      await pipeline(createReadStream(path.join(home, earlier.file)), createWriteStream(path.join(home, file), { flags: "a" }));
      replaced.push(earlier);
    }
    await syncFile(path.join(home, file));
    kept.push({ schema: table.schema, table: table.name, key: rowKey(table), rows: rows + (earlier?.rows ?? 0), file, why: earlier === undefined ? line.why : `${earlier.why}; ${line.why}` });
    measured.push({ path: file, ...(await measure(path.join(home, file))) });
  }
  const files = manifest.files.filter((one) => !replaced.some(({ file }) => file === one.path));
  const adopted = { ...manifest, files: [...files, ...measured], kept: [...manifest.kept.filter((one) => !replaced.includes(one)), ...kept] };
  if (kept.length > 0) await replaceManifest(home, adopted);
  for (const { file } of replaced) await rm(path.join(home, file), { force: true });
  await rm(aside, { recursive: true, force: true });
  return { manifest: adopted, unkept: lines.flatMap((line) => ("unkept" in line ? [line.unkept] : [])) };
}

/** Empty where nothing was kept; a torn last line is left out. */
async function indexOf(file: string): Promise<AsideLine[]> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return text.split("\n").slice(0, -1).map((line) => JSON.parse(line) as AsideLine);
}

/** A process that was killed here has moved it already. */
async function moveInto(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}

/** Cuts a torn last line off and counts the others. */
async function wholeLines(file: string): Promise<number> {
  let rows = 0;
  let end = 0;
  let at = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    for (let found = chunk.indexOf(10); found !== -1; found = chunk.indexOf(10, found + 1)) {
      rows += 1;
      end = at + found + 1;
    }
    at += chunk.length;
  }
  if (end < at) await truncate(file, end);
  return rows;
}

async function replaceManifest(home: string, manifest: SnapshotManifest): Promise<void> {
  const fresh = path.join(home, "data", `${manifestName}.new`);
  await rm(fresh, { force: true });
  await writeDurably(fresh, `${JSON.stringify(manifest, null, 2)}\n`);
  await syncFolder(path.join(home, "data"));
  await rename(fresh, path.join(home, manifestName));
  await syncFolder(home);
}
