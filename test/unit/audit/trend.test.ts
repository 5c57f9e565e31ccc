import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { historyFile, readHistory, writeHistory } from "../../../src/core/audit/memory/historyFile.ts";
import type { PastAudit } from "../../../src/core/audit/memory/trend.ts";
import { remembered, trendOf } from "../../../src/core/audit/memory/trend.ts";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";

const audit = (day: number, keys: readonly string[], more: Partial<PastAudit> = {}): PastAudit => ({ at: new Date(Date.UTC(2026, 0, day)).toISOString(), engine: "postgresql", database: "shop", scope: "full", counts: { error: keys.length, warning: 0, info: 0 }, keys, ...more });

describe("the trend", () => {
  it("begins with the first audit, to which nothing is new", () => {
    expect(trendOf([], audit(1, ["a"]))).toEqual({ since: null, new: [], fixed: [], runs: [{ at: audit(1, []).at, counts: { error: 1, warning: 0, info: 0 } }] });
  });

  it("tells what is new and fixed since the last one of the same database and scope", () => {
    const history = [audit(1, ["a", "b"]), audit(2, ["z"], { scope: "rls" }), audit(3, ["y"], { database: "other" })];
    expect(trendOf(history, audit(4, ["b", "c"]))).toMatchObject({ since: audit(1, []).at, new: ["c"], fixed: ["a"], runs: [{ counts: { error: 2 } }, { counts: { error: 2 } }] });
  });

  it("stays small: keys of the newest only, so many runs, so many databases", () => {
    let history: readonly PastAudit[] = [];
    for (let day = 1; day <= 100; day++) history = remembered(history, audit(day, ["a"]));
    expect(history).toHaveLength(60);
    expect(history.filter((past) => past.keys !== undefined)).toEqual([audit(100, ["a"])]);
    for (let n = 0; n < 100; n++) history = remembered(history, audit(n, ["a"], { database: `ci_${n}` }));
    expect(new Set(history.map((past) => past.database)).size).toBe(40);
    expect(history.at(-1)?.database).toBe("ci_99");
  });
});

it("the history's file gives back what was written, without lines that nobody can read", async () => {
  const files = new WorkspaceFiles(await mkdtemp(path.join(tmpdir(), "history-")));
  expect(await readHistory(files)).toEqual([]);
  const history = [audit(1, ["a"]), audit(2, ["b"])];
  await writeHistory(files, history);
  expect(await readHistory(files)).toEqual(history);
  await writeFile(files.absolute(historyFile), `${JSON.stringify(audit(1, ["a"]))}\n<<<<<<< ours\n{"at": 1}\n{"at":"x"`);
  expect(await readHistory(files)).toEqual([audit(1, ["a"])]);
  await rm(files.root, { recursive: true });
});
