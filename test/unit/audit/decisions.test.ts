import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AuditFinding } from "../../../src/core/audit/auditFinding.ts";
import { decisionFile, readDecisions, writeDecisions } from "../../../src/core/audit/memory/decisionFile.ts";
import type { Decisions, Dismissal } from "../../../src/core/audit/memory/decisions.ts";
import { noDecisions, sortByDecisions, withBaseline, withDismissal } from "../../../src/core/audit/memory/decisions.ts";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";

const finding = (rule: string, object: string): AuditFinding => ({ rule, object, severity: "error", message: `${object} is open.` });
const off = finding("rls/off", "public.orders");
const key = finding("schema/no-primary-key", "public.log");
const looked = new Set(["rls/off", "schema/no-primary-key"]);
const dismissal = (more: Partial<Dismissal> = {}): Dismissal => ({ key: "rls/off public.orders", engine: "postgresql", reason: "behind the API", at: "2026-11-22T00:00:00.000Z", ...more });
const sort = (decisions: Decisions, today = "2026-11-22", findings = [off, key], rules: ReadonlySet<string> = looked) => sortByDecisions(findings, decisions, "postgresql", today, rules);

describe("a dismissal", () => {
  it("takes its finding out of what is open, and no other", () => {
    const sorted = sort(withDismissal(noDecisions, dismissal()));
    expect(sorted.open).toEqual([key]);
    expect(sorted.dismissed).toEqual([{ finding: off, dismissal: dismissal() }]);
    expect(sorted.expired).toEqual([]);
  });

  it("holds on its last day and is over on the next, which is told", () => {
    const until = withDismissal(noDecisions, dismissal({ until: "2026-11-22" }));
    expect(sort(until, "2026-11-22").open).toEqual([key]);
    const after = sort(until, "2026-11-23");
    expect(after.open).toEqual([off, key]);
    expect(after.expired.map((one) => one.key)).toEqual(["rls/off public.orders"]);
  });

  it("says nothing about another engine's finding of the same key", () => {
    expect(sort(withDismissal(noDecisions, dismissal({ engine: "mysql" }))).open).toEqual([off, key]);
  });

  it("is replaced by a newer one of the same finding", () => {
    const twice = withDismissal(withDismissal(noDecisions, dismissal()), dismissal({ reason: "other" }));
    expect(twice.dismissed.map((one) => one.reason)).toEqual(["other"]);
  });

  it("that is over is not told by a run that does not look for its rule", () => {
    expect(sort(withDismissal(noDecisions, dismissal({ until: "2026-01-01" })), "2026-11-22", [key], new Set(["schema/no-primary-key"])).expired).toEqual([]);
  });
});

describe("a baseline", () => {
  const drawn = withBaseline(noDecisions, "postgresql", "2026-11-22T00:00:00.000Z", ["rls/off public.orders", "rls/off public.gone"], looked);

  it("tells what is known, new and gone", () => {
    expect(sort(drawn).baseline).toEqual({ at: "2026-11-22T00:00:00.000Z", known: ["rls/off public.orders"], new: ["schema/no-primary-key public.log"], gone: ["rls/off public.gone"] });
    expect(sort(noDecisions).baseline).toBeNull();
  });

  it("calls nothing gone whose rule was not looked for, nor what was dismissed since", () => {
    expect(sort(drawn, "2026-11-22", [key], new Set(["schema/no-primary-key"])).baseline?.gone).toEqual([]);
    expect(sort(withDismissal(drawn, dismissal())).baseline?.gone).toEqual(["rls/off public.gone"]);
  });

  it("of one scope keeps what another scope's knows", () => {
    const both = withBaseline(drawn, "postgresql", "2026-11-23T00:00:00.000Z", ["schema/no-primary-key public.log"], new Set(["schema/no-primary-key"]));
    expect(both.baselines).toEqual([{ engine: "postgresql", at: "2026-11-23T00:00:00.000Z", keys: ["rls/off public.gone", "rls/off public.orders", "schema/no-primary-key public.log"] }]);
  });
});

describe("the file of decisions", () => {
  let files: WorkspaceFiles;
  beforeEach(async () => void (files = new WorkspaceFiles(await mkdtemp(path.join(tmpdir(), "decisions-")))));
  afterEach(() => rm(files.root, { recursive: true }));

  it("gives back what was written and leaves nothing beside it", async () => {
    const decisions = withBaseline(withDismissal(noDecisions, dismissal({ until: "2027-01-01" })), "postgresql", "2026-11-22T00:00:00.000Z", ["rls/off public.orders"], looked);
    await writeDecisions(files, decisions);
    expect(await readDecisions(files)).toEqual(decisions);
    expect(await readdir(path.dirname(files.absolute(decisionFile)))).toEqual(["decisions.json"]);
    expect(await readFile(files.absolute(decisionFile), "utf8")).toMatch(/^\{\n {2}"format": 1,\n/);
  });

  it("is not needed", async () => {
    expect(await readDecisions(files)).toEqual(noDecisions);
  });

  it.each(["{", "[]", '{"format": 2}', '{"format": 1, "dismissed": [{"key": "a"}], "baselines": []}', '{"format": 1, "dismissed": [], "baselines": [{"engine": "x"}]}', '{"format": 1, "dismissed": [{"key":"a","engine":"b","reason":"c","at":"d","until":"soon"}], "baselines": []}'])(
    "is not taken for empty where it cannot be read: %s",
    async (text) => {
      await mkdir(path.dirname(files.absolute(decisionFile)), { recursive: true });
      await writeFile(files.absolute(decisionFile), text);
      await expect(readDecisions(files)).rejects.toMatchObject({ kind: "file", reason: "unreadable" });
    },
  );
});
