import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Doc } from "../../../src/engines/mongodb/bson/value.ts";
import { canonical } from "../../../src/engines/mongodb/bson/write.ts";
import { readLines, writeLines } from "../../../src/engines/mongodb/rows/lines.ts";

describe("a file of kept documents", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lines-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const all = async (file: string): Promise<string[]> => {
    const found: string[] = [];
    for await (const document of readLines(path.join(folder, file))) found.push(canonical(document));
    return found;
  };

  test("is read as it was written, with line separators inside of texts and keys that look like numbers", async () => {
    const documents: Doc[] = [new Map<string, Doc | string>([["_id", "a\u2028b\nc"], ["sub", new Map([["2", "x"], ["1", "y"]])]]), new Map([["_id", "😀"]])];
    const written = await writeLines(path.join(folder, "whole"), (async function* () {
      yield* documents;
    })());
    expect(written.rows).toBe(2);
    expect(await all("whole")).toEqual(documents.map(canonical));
  });

  test("says which line is none, and what cannot be read at all", async () => {
    await writeFile(path.join(folder, "torn"), '{"_id":{"$numberInt":"1"}}\n{"_id":{"$numb');
    await expect(all("torn")).rejects.toMatchObject({ kind: "snapshot", reason: "torn", message: expect.stringContaining("Line 2") as unknown });
    await expect(all("missing")).rejects.toMatchObject({ kind: "file", reason: "missing" });
    await expect(all(".")).rejects.toMatchObject({ kind: "file", reason: "unwritable" });
    await expect(writeLines(path.join(folder, "no", "such", "folder"), (async function* () {
      yield* [] as Doc[];
    })())).rejects.toMatchObject({ kind: "file" });
  });
});
