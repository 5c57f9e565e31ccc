import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import { createSnapshot } from "../../../src/core/snapshot/create.ts";
import { rowsKeptSince } from "../../../src/core/snapshot/keptSince.ts";
import { lossesBetween } from "../../../src/core/snapshot/losses.ts";
import { openSnapshot } from "../../../src/core/snapshot/open.ts";
import { catalogOf, primaryKey, tableOf } from "./catalogs.ts";

const catalog = catalogOf({ tables: [tableOf("orders", ["id!", "total"], { constraints: [primaryKey("orders", "id")] })] });
const signal = new AbortController().signal;

test("rows that were kept of another database are none of this one's", async () => {
  const files = new WorkspaceFiles(await mkdtemp(path.join(tmpdir(), "kept-since-")));
  onTestFinished(() => rm(files.root, { recursive: true, force: true }));
  const take = (database: string, minute: number, keeps: boolean) =>
    createSnapshot(files, {
      engine: { scriptEnding: ".sql", renderCatalog: () => "" }, facts: { dialect: "postgresql", version: "15.18", database }, catalog: () => Promise.resolve(catalog),
      keepRows: async (_request, file) => (await writeFile(file, "1\t9.99\n"), { rows: 1, bytes: 7 }),
    }, { label: database, reason: keeps ? "beforeApply" : "manual", keep: keeps ? [{ schema: "public", table: "orders", key: ["id"], why: "DROP TABLE orders" }] : [], now: new Date(Date.UTC(2026, 2, 1, 10, minute)), signal });
  const target = await openSnapshot(files, (await take("shop", 0, false)).folder);
  const live = catalogOf({ tables: [] });
  await take("other", 1, true);
  expect(await rowsKeptSince(files, target, live, new Set())).toEqual({ later: [], unusable: [] });
  const { manifest } = await take("shop", 2, true);
  expect((await rowsKeptSince(files, target, live, new Set())).later.map(({ snapshot, rows }) => [snapshot.manifest.id, rows.length])).toEqual([[manifest.id, 1]]);
});

test("what a change would lose: tables, columns and columns of another type, but nothing that is made anew or generated", () => {
  const now = catalogOf({ tables: [tableOf("gone", ["id!"]), tableOf("t", ["id!", "a", "b:numeric", "same"])] });
  const then = catalogOf({ tables: [tableOf("t", ["id!", "b:integer", "same", "fresh"]), tableOf("made", ["id!"])] });
  expect(lossesBetween(now, then)).toEqual([
    { object: { kind: "table", schema: "public", name: "gone" }, how: "dropCascade" },
    { object: { kind: "table", schema: "public", name: "t" }, how: "dropColumn", columns: ["a"] },
    { object: { kind: "table", schema: "public", name: "t" }, how: "lossyType", columns: ["b"] },
  ]);
  expect(lossesBetween(now, now)).toEqual([]);
  const computed = catalogOf({ tables: [{ ...tableOf("t", ["id!"]), columns: [{ name: "a", type: "text", notNull: false, generated: { expression: "1", stored: true } }] }] } as unknown as Parameters<typeof catalogOf>[0]);
  expect(lossesBetween(computed, catalogOf({ tables: [tableOf("t", ["id!"])] }))).toEqual([]);
});
