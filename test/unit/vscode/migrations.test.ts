import { describe, expect, it } from "vitest";
import type { Migration, MigrationFolder, MigrationStatus } from "../../../src/core/migration/migration.ts";
import type { Report } from "../../../src/core/report/report.ts";
import { guardsOf } from "../../../src/vscode/diagnostics/guards.ts";
import { problemsOf } from "../../../src/vscode/diagnostics/problems.ts";
import type { LensFacts } from "../../../src/vscode/lenses/lenses.ts";
import { lensesOf } from "../../../src/vscode/lenses/lenses.ts";
import { verdictOf } from "../../../src/vscode/migrations/verdicts.ts";
import { presentation, sentence } from "../../../src/vscode/reports/presentation.ts";
import { findCommand } from "../../../src/agent/commands.ts";
import { abilities, migrationRow } from "../../../src/vscode/views/migrationRow.ts";

const now = new Date("2026-01-01T12:00:00Z");
const migration: Migration = { version: "004", name: "add_total", up: { file: "m/004_add_total.up.sql", start: 0, end: 9, noTransaction: false }, down: { file: "m/004_add_total.down.sql", start: 0, end: 9, noTransaction: false }, repeatable: false, checksum: "c" };
const status = (state: MigrationStatus["state"], of: Migration | null = migration): MigrationStatus => ({ version: "004", name: "add_total", state, migration: of, entry: null });
const facts: LensFacts = { file: "m/004_add_total.up.sql", trusted: true, state: "pending", side: "up", down: "m/004_add_total.down.sql", downLine: null, verdict: { kind: "none" }, repeatable: false };
const titles = (given: Partial<LensFacts>): string[] => lensesOf({ ...facts, ...given }, now).map((lens) => lens.title.replace(/\$\([a-z-]+\)\u00a0/, ""));

describe("lenses", () => {
  it("offer what the state allows", () => {
    expect(titles({})).toEqual(["Dry-run", "Verify order", "Apply", "not proven"]);
    expect(titles({ state: "applied" })).toEqual(["Dry-run", "Verify order", "Roll back"]);
    expect(titles({ state: "applied", down: null })).toEqual(["Dry-run", "Verify order"]);
    expect(titles({ state: "interrupted" })).toContain("Finish or undo");
    expect(titles({ state: null })).toEqual(["Dry-run", "Verify order", "not proven"]);
  });

  it("offer nothing that executes in a workspace that is not trusted", () => {
    expect(titles({ trusted: false })).toEqual(["Verify order"]);
  });

  it("say how old the proof is, and what it does not prove", () => {
    const at = new Date("2026-01-01T11:58:00Z");
    expect(titles({ verdict: { kind: "verified", at } })).toContain("proven 2 min ago");
    expect(titles({ verdict: { kind: "notTried", at } })).toContain("ran 2 min ago, rollback not proven");
    expect(titles({ verdict: { kind: "broken", at } })).toContain("rollback does not restore (2 min ago)");
    expect(titles({ verdict: { kind: "stale", at } })).toContain("changed since its dry-run");
  });

  it("stand at the section that undoes where one file holds both", () => {
    const lenses = lensesOf({ ...facts, side: "both", down: facts.file, downLine: 7, state: "applied" }, now);
    expect(lenses.filter((lens) => lens.command === "dataEngineer.rollback").map((lens) => [lens.line, lens.words])).toEqual([[7, [facts.file]]]);
  });

  it("on a down script roll back and nothing more", () => {
    expect(titles({ side: "down", state: "applied" })).toEqual(["Roll back", "Verify order"]);
  });
});

describe("migration rows", () => {
  it("say state and way back shortly", () => {
    expect(migrationRow(status("pending"), true).description).toBe("pending");
    expect(migrationRow(status("pending"), true, { kind: "verified", at: now }).description).toBe("rollback verified");
    expect(migrationRow(status("applied"), true, { kind: "broken", at: now }).description).toBe("applied · rollback broken");
    expect(migrationRow(status("applied", { ...migration, down: null }), true).description).toBe("applied · no way back");
    expect(migrationRow(status("pending"), true, { kind: "verified", at: now }).spoken).toBe("Migration 004 add total, pending, rollback verified");
    expect(migrationRow(status("pending"), false).description).toBe("");
  });

  it("allow what can be done", () => {
    expect(abilities(status("pending"), true)).toEqual(["file", "apply", "down"]);
    expect(abilities(status("applied"), true)).toEqual(["file", "rollBack", "down"]);
    expect(abilities(status("applied", { ...migration, down: null }), true)).toEqual(["file", "noDown"]);
    expect(abilities(status("missing", null), true)).toEqual([]);
    expect(abilities(status("pending"), false)).toEqual(["file", "apply", "down"]);
  });

  it("take a proof whose down script changed for nothing", () => {
    const proof = { format: 1, version: "004", file: "f", checksum: "c", downChecksum: "d", engine: "sqlite", database: "x", fingerprint: "f", status: "passed", rollbackVerified: true, proof: "copy", at: now.toISOString() } as const;
    expect(verdictOf(proof, "d").kind).toBe("verified");
    expect(verdictOf(proof, "other").kind).toBe("stale");
    expect(verdictOf({ ...proof, rollbackVerified: false }, "d").kind).toBe("broken");
    expect(verdictOf({ ...proof, rollbackVerified: null }, "d").kind).toBe("notTried");
    expect(verdictOf({ ...proof, status: "failed" }, "d").kind).toBe("failed");
  });
});

describe("guards", () => {
  const folder = (layout: MigrationFolder["layout"], ...downs: (Migration["down"])[]): MigrationFolder => ({ layout, folder: "m", migrations: downs.map((down, index) => ({ ...migration, version: String(index), up: { ...migration.up, file: `m/${index}.sql` }, down })) });

  it("miss a down script where the layout has them", () => {
    expect(guardsOf(folder("upDown", null), "m/0.sql")).toHaveLength(1);
    expect(guardsOf(folder("upDown", migration.down), "m/0.sql")).toEqual([]);
    expect(guardsOf(folder("prisma", null, null), "m/0.sql")).toEqual([]);
    expect(guardsOf(folder("numbered", null, migration.down), "m/0.sql")).toHaveLength(1);
    expect(guardsOf(folder("upDown", null), "m/other.sql")).toEqual([]);
  });
});

const report = (fields: Partial<Report>): Report => ({ command: "dry-run", status: "passed", summary: "It ran.", findings: [], evidence: [], data: {}, files: [], durationMs: 1, ...fields });

describe("problems", () => {
  it("are the findings that lie in files", () => {
    const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
    const found = problemsOf(report({ findings: [{ rule: "a/b", severity: "error", message: "m", file: "x.sql", range }, { rule: "a/c", severity: "info", message: "n", file: "x.sql" }, { rule: "a/d", severity: "info", message: "o" }] }));
    expect([...found.keys()]).toEqual(["x.sql"]);
    expect(found.get("x.sql")?.map((problem) => [problem.rule, problem.range.start.line])).toEqual([["a/b", 1], ["a/c", 0]]);
  });
});

describe("presentation", () => {
  const dryRun = findCommand("dry-run")!;
  const verifyOrder = findCommand("verify-order")!;

  it("opens what is worth reading", () => {
    expect(presentation(dryRun, report({}), "onProblems")).toBe("document");
    expect(presentation(verifyOrder, report({}), "onProblems")).toBe("message");
    expect(presentation(verifyOrder, report({ status: "failed", findings: [{ rule: "a/b", severity: "error", message: "m" }] }), "onProblems")).toBe("document");
    expect(presentation(dryRun, report({ status: "failed", data: { error: { next: "x" } } }), "onProblems")).toBe("message");
    expect(presentation(dryRun, report({ status: "cancelled" }), "always")).toBe("nothing");
    expect(presentation(dryRun, report({ status: "refused" }), "onProblems")).toBe("message");
    expect(presentation(dryRun, report({ status: "refused", data: { error: { reason: "declined" } } }), "always")).toBe("nothing");
    expect(presentation(dryRun, report({}), "never")).toBe("message");
  });

  it("says what to do next", () => {
    expect(sentence(report({ summary: "No.", data: { error: { next: "Try again." } } }))).toBe("No. Try again.");
  });
});
