import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import { cutOff, markRestoring, unmarkRestoring } from "../../../src/core/snapshot/restoring.ts";

const shop = { engine: "mysql", database: "shop" };
const mark = { format: 1, target: "20260101-old", safety: "20260102-before" } as const;
let files: WorkspaceFiles;

beforeEach(async () => {
  files = new WorkspaceFiles(await mkdtemp(path.join(tmpdir(), "restoring-")));
});
afterEach(() => rm(files.root, { recursive: true, force: true }));

test("a restore is marked from its begin to its end, each database by itself", async () => {
  expect(await cutOff(files, shop)).toBeNull();
  await markRestoring(files, shop, mark);
  expect(await cutOff(files, shop)).toEqual(mark);
  expect(await cutOff(files, { ...shop, database: "other" })).toBeNull();
  expect(await cutOff(files, { ...shop, engine: "mongodb" })).toBeNull();
  await unmarkRestoring(files, shop);
  await unmarkRestoring(files, shop);
  expect(await cutOff(files, shop)).toBeNull();
});

test.each([["torn", '{"format": 1, "target": "x"'], ["of another format", '{"format": 2, "target": "x", "safety": "y"}'], ["without a snapshot", '{"format": 1, "target": "x"}'], ["empty", "null"]])("a mark that is %s is none", async (_what, text) => {
  await markRestoring(files, shop, mark);
  const [name = ""] = await readdir(files.absolute(".data-engineer/restoring"));
  await files.writeText(`.data-engineer/restoring/${name}`, text);
  expect(await cutOff(files, shop)).toBeNull();
});
