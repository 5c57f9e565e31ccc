import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { adoptLeft, adoptOwn, openAside } from "../../../src/core/snapshot/keptAside.ts";
import type { SnapshotManifest } from "../../../src/core/snapshot/manifest.ts";

const manifest: SnapshotManifest = { format: 1, id: "one", label: "one", createdAt: "", engine: "mongodb", version: "7", database: "d", fingerprint: "", reason: "beforeApply", files: [], kept: [] };
const key = { name: "_id_", form: "primaryKey", columns: ["_id"], definition: "", validated: true };
const table = { schema: "", name: "a", columns: [{ name: "_id", type: "any", notNull: true }], constraints: [key], indexes: [] };

describe("what a statement kept while it ran", () => {
  let home = "";
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), "aside-"));
    writeFileSync(path.join(home, "catalog.json"), JSON.stringify({ engine: "mongodb", tables: [table] }));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const fill = (folder: string): void => {
    writeFileSync(path.join(folder, "1.rows"), '{"_id":1}\n{"_id":2}\n{"_id":');
    writeFileSync(path.join(folder, "2.rows"), "{}\n");
    writeFileSync(path.join(folder, "index"), '{"table":"a","file":"1.rows","why":"w"}\n{"unkept":"some"}\n{"table":"made","file":"2.rows","why":"w"}\n{"tab');
  };

  test("becomes a part of its snapshot, without a line that was cut off and without what was not there before", async () => {
    fill(await openAside(home));
    const { manifest: adopted, unkept } = await adoptOwn(home, manifest);
    expect(unkept).toEqual(["some"]);
    expect(adopted.kept).toEqual([{ schema: "", table: "a", key: ["_id"], rows: 2, file: expect.stringMatching(/^data\/\d+-[0-9a-f]{8}-1-a\.rows$/) as unknown, why: "w" }]);
    expect(readFileSync(path.join(home, adopted.kept[0]?.file ?? ""), "utf8")).toBe('{"_id":1}\n{"_id":2}\n');
    expect(adopted.files).toMatchObject([{ path: adopted.kept[0]?.file, bytes: 20 }]);
    expect(JSON.parse(readFileSync(path.join(home, "manifest.json"), "utf8"))).toEqual(adopted);
    expect(readdirSync(path.join(home, "data")).map((name) => `data/${name}`)).toEqual([adopted.kept[0]?.file]);
    expect(await adoptOwn(home, adopted)).toEqual({ manifest: adopted, unkept: [] });
    const again = await openAside(home);
    writeFileSync(path.join(again, "1.rows"), '{"_id":3}\n');
    writeFileSync(path.join(again, "index"), '{"table":"a","file":"1.rows","why":"w"}\n');
    const { manifest: twice } = await adoptOwn(home, adopted);
    expect(twice.kept).toMatchObject([{ table: "a", rows: 3, why: "w; w" }]);
    expect(readFileSync(path.join(home, twice.kept[0]?.file ?? ""), "utf8")).toBe('{"_id":3}\n{"_id":1}\n{"_id":2}\n');
    expect(readdirSync(path.join(home, "data")).map((name) => `data/${name}`)).toEqual(twice.files.map((one) => one.path));
  });

  test("is left alone while its process works, and taken when that is gone, also where the taking was cut off", async () => {
    fill(await openAside(home));
    expect((await adoptLeft(home, manifest)).manifest).toBe(manifest);
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    const folder = path.join(home, "data", `aside-${gone}`);
    mkdirSync(folder);
    fill(folder);
    const { manifest: first } = await adoptLeft(home, manifest);
    expect(first.kept).toMatchObject([{ rows: 2 }]);
    mkdirSync(folder);
    fill(folder);
    rmSync(path.join(folder, "1.rows"));
    expect((await adoptLeft(home, first)).manifest).toEqual(first);
    mkdirSync(folder);
    fill(folder);
    rmSync(path.join(folder, "1.rows"));
    expect((await adoptLeft(home, manifest)).manifest.kept).toEqual(first.kept);
  });
});
