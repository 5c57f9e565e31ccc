import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Catalog } from "../../../src/core/catalog/catalog.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import { createSnapshot } from "../../../src/core/snapshot/create.ts";
import { findSnapshot, listSnapshots } from "../../../src/core/snapshot/find.ts";
import { openSnapshot, requireEngine } from "../../../src/core/snapshot/open.ts";
import type { SnapshotSource } from "../../../src/core/snapshot/source.ts";
import { catalogOf, primaryKey, tableOf } from "./catalogs.ts";

let files: WorkspaceFiles;
const catalog = catalogOf({ tables: [tableOf("orders", ["id!", "total"], { constraints: [primaryKey("orders", "id")] })] });
const now = new Date("2026-03-01T10:00:00.000Z");
const signal = new AbortController().signal;

function source(of: Catalog = catalog): SnapshotSource {
  return {
    engine: { scriptEnding: ".sql", renderCatalog: () => "CREATE TABLE orders ();\n" },
    facts: { dialect: "postgresql", version: "15.18", database: "shop" },
    catalog: () => Promise.resolve(of),
    keepRows: async (_request, file) => {
      await writeFile(file, "1\t9.99\n");
      return { rows: 1, bytes: 7 };
    },
  };
}

const take = (label: string, from = source()) =>
  createSnapshot(files, from, { label, reason: "manual", keep: [{ schema: "public", table: "orders", key: ["id"], why: "DROP TABLE orders" }], now, signal });

beforeEach(async () => {
  files = new WorkspaceFiles(await mkdtemp(path.join(tmpdir(), "snapshots-")));
});
afterEach(() => rm(files.root, { recursive: true, force: true }));

test("a snapshot is found by id, label and folder, and reads back whole", async () => {
  const taken = await take("before-launch");
  expect(taken.folder).toBe(".data-engineer/snapshots/20260301T100000000Z-before-launch");
  for (const reference of [taken.manifest.id, "before-launch", taken.folder, files.absolute(taken.folder)]) {
    const opened = await openSnapshot(files, await findSnapshot(files, reference));
    expect(opened.manifest).toEqual(taken.manifest);
    expect(opened.manifest.fingerprint).toBe(fingerprint(catalog));
    expect(opened.catalog).toEqual(catalog);
    expect(await readFile(opened.file(opened.manifest.kept[0]!.file), "utf8")).toBe("1\t9.99\n");
  }
});

test("two snapshots of one moment and label do not overwrite each other; a label means the newest", async () => {
  const [first, second] = [await take("twice"), await take("twice")];
  expect(second.manifest.id > first.manifest.id).toBe(true);
  expect(await findSnapshot(files, "twice")).toBe(second.folder);
  expect((await listSnapshots(files)).map((snapshot) => snapshot.id)).toEqual([second.manifest.id, first.manifest.id]);
});

test("kept rows stay out of version control, and a .gitignore that exists is kept", async () => {
  const ignore = files.absolute(".data-engineer/.gitignore");
  await take("one");
  await writeFile(ignore, "mine");
  await take("two");
  await take("three");
  const lines = (await readFile(ignore, "utf8")).trimEnd().split("\n");
  expect(lines[0]).toBe("mine");
  expect(lines.filter((line) => line === "/snapshots/*/data/")).toHaveLength(1);
});

test("an unknown reference names the known ones", async () => {
  await expect(findSnapshot(files, "nothing")).rejects.toMatchObject({ reason: "unknown", next: expect.stringContaining("No snapshot was taken") as unknown });
  const { manifest } = await take("one");
  await expect(findSnapshot(files, "nothing")).rejects.toMatchObject({ reason: "unknown", next: expect.stringContaining(manifest.id) as unknown });
});

test("a changed file is named by its checksum, a missing one as torn", async () => {
  const { folder, manifest } = await take("changed");
  await writeFile(files.absolute(`${folder}/schema.sql`), "CREATE TABLE orderz ();\n");
  await expect(openSnapshot(files, folder)).rejects.toMatchObject({ reason: "checksum", message: expect.stringContaining("schema.sql") as unknown });
  const rows = await take("torn");
  await rm(files.absolute(`${rows.folder}/${manifest.kept[0]!.file}`));
  await expect(openSnapshot(files, rows.folder)).rejects.toMatchObject({ reason: "torn", next: expect.stringContaining("version control") as unknown });
});

test("a catalog that is not the one of the manifest's fingerprint is refused, though its checksum is right", async () => {
  const { folder, manifest } = await take("contradicts");
  const other = catalogOf({ tables: [tableOf("orders", ["id!", "total:integer"], { constraints: [primaryKey("orders", "id")] })] });
  const text = JSON.stringify(other);
  await writeFile(files.absolute(`${folder}/catalog.json`), text);
  const sums = manifest.files.map((file) => (file.path === "catalog.json" ? { ...file, bytes: Buffer.byteLength(text), sha256: createHash("sha256").update(text).digest("hex") } : file));
  await writeFile(files.absolute(`${folder}/manifest.json`), JSON.stringify({ ...manifest, files: sums }));
  await expect(openSnapshot(files, folder)).rejects.toMatchObject({ reason: "checksum", message: expect.stringContaining("fingerprint") as unknown });
});

test("a folder without manifest is torn, a newer format and other JSON are refused", async () => {
  const { folder, manifest: taken } = await take("one");
  const kept = taken.kept[0]!.file;
  const manifest = files.absolute(`${folder}/manifest.json`);
  const good = await readFile(manifest, "utf8");
  await writeFile(manifest, good.replace('"format": 1', '"format": 2'));
  await expect(openSnapshot(files, folder)).rejects.toMatchObject({ reason: "format", next: "Update Data Engineer." });
  for (const outside of ["../../../../etc/passwd", "data/../../x", "/etc/passwd"]) {
    await writeFile(manifest, good.replaceAll(kept, outside));
    await expect(openSnapshot(files, folder), outside).rejects.toMatchObject({ reason: "format" });
  }
  await writeFile(manifest, good.slice(0, 40));
  await expect(openSnapshot(files, folder)).rejects.toMatchObject({ reason: "format" });
  await rm(manifest);
  await expect(openSnapshot(files, folder)).rejects.toMatchObject({ reason: "torn" });
  expect((await listSnapshots(files))[0]).toMatchObject({ manifest: null, problem: expect.stringContaining("manifest.json") as unknown });
});

test("a snapshot of another engine is refused by name", async () => {
  const { manifest } = await take("one");
  expect(() => requireEngine(manifest, "sqlite")).toThrowError(expect.objectContaining({ reason: "otherEngine", message: expect.stringContaining("postgresql (15.18)") as unknown }) as Error);
  expect(() => requireEngine(manifest, "postgresql")).not.toThrow();
});

test("a full disk leaves nothing and says what to do", async () => {
  const full: SnapshotSource = { ...source(), keepRows: () => Promise.reject(Object.assign(new Error("no space left on device"), { code: "ENOSPC" })) };
  await expect(take("full", full)).rejects.toMatchObject({ kind: "snapshot", reason: "write", next: expect.stringContaining("Free space") as unknown });
  expect(await readdir(files.absolute(".data-engineer/snapshots"))).toEqual([]);
});

test("a failure while rows are read leaves nothing and stays what it was", async () => {
  const failure = new Error("lost");
  await expect(take("lost", { ...source(), keepRows: () => Promise.reject(failure) })).rejects.toBe(failure);
  expect(await readdir(files.absolute(".data-engineer/snapshots"))).toEqual([]);
});

test("a store that cannot be made is said, with what to check", async () => {
  await writeFile(files.absolute(".data-engineer"), "a file where a folder should be");
  await expect(take("one")).rejects.toMatchObject({ reason: "write", next: expect.stringContaining("rights") as unknown });
});
