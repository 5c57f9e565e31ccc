import { expect, test } from "vitest";
import { dryRun } from "../../../../src/commands/migration/dryRun.ts";
import type { ReportBody } from "../../../../src/core/report/report.ts";
import { contextFor, runCommand } from "../../apply/context.ts";
import { describeDialects } from "../../engines.ts";
import { designRig, type DesignRig } from "./rig.ts";
import { settingLike } from "./schemas.ts";

const told = (report: ReportBody, rule: string): string[] => (report.findings ?? []).filter((finding) => finding.rule === rule).map(({ message }) => message);

describeDialects("policies as a migration after those that wait", ["postgresql"], (engine) => {
  const on = async (up: string, work: (rig: DesignRig) => Promise<void>): Promise<void> => {
    const rig = await designRig(engine, settingLike);
    try {
      await rig.files.writeText("migrations/001_drafts.up.sql", up.replaceAll("{app}", rig.roles.application));
      await rig.files.writeText("migrations/001_drafts.down.sql", "DROP TABLE drafts;\n");
      await work(rig);
    } finally {
      await rig.close();
    }
  };
  const drafts = "CREATE TABLE drafts (id bigserial PRIMARY KEY, user_id bigint NOT NULL REFERENCES users, body text);\nGRANT SELECT, INSERT, UPDATE, DELETE ON drafts TO {app};\n";

  test("a table that a pending migration makes is designed and tried after it, and nothing of either is left", () => on(drafts, async (rig) => {
    const before = await rig.fingerprint();
    const report = await rig.policyApply("drafts", "kiss", { migration: true });
    expect(report.files, JSON.stringify(report.findings)).toEqual(["migrations/002_protect_drafts.up.sql", "migrations/002_protect_drafts.down.sql"]);
    expect(told(report, "policy/after-pending")).toEqual(["Designed and tried after 001, which waits to be applied before it."]);
    expect(report.data).toMatchObject({ proven: true, undoVerified: true });
    expect((report.data?.["migrations"] as readonly { version: string }[]).map(({ version }) => version)).toEqual(["002"]);
    expect(await rig.fingerprint()).toBe(before);
    const both = await runCommand(dryRun, contextFor(rig.files, rig.session), { path: "migrations" });
    expect([both.status, both.findings?.filter(({ severity }) => severity === "error")]).toEqual(["passed", []]);
  }));

  test("create-rls-policies sees it too, among those that nothing protects", () => on(drafts, async (rig) => {
    const report = await rig.createRlsPolicies("drafts,notes", {});
    expect((report.data?.["tables"] as readonly { table: string }[]).map(({ table }) => table), JSON.stringify(report.findings)).toEqual(["public.drafts", "public.notes"]);
    expect(report.files?.[0]).toBe("migrations/002_protect_2_tables.up.sql");
  }));

  test("what cannot run in a trial is told, and a table that it would make is refused with that", () => on(`${drafts}CREATE INDEX CONCURRENTLY ON drafts (user_id);\n`, async (rig) => {
    await expect(rig.policyApply("drafts", "kiss", { migration: true })).rejects.toMatchObject({ kind: "usage", message: expect.stringMatching(/There is no table "drafts"\. 1 migration \(001\) waits to be applied and was not looked at: 001: .*cannot run inside a transaction/) as string });
    const other = await rig.policyApply("notes", "kiss", { migration: true });
    expect(other.files, JSON.stringify(other.findings)).toEqual(["migrations/002_protect_notes.up.sql", "migrations/002_protect_notes.down.sql"]);
    expect(told(other, "policy/pending")).toHaveLength(1);
  }));

  test("one that the server refuses, as the database has it already, stands in nobody's way and is told", () => on("CREATE TABLE notes (id integer);\n", async (rig) => {
    const report = await rig.policyApply("notes", "kiss", { migration: true });
    expect(report.files?.[0], JSON.stringify(report.findings)).toBe("migrations/002_protect_notes.up.sql");
    expect(told(report, "policy/pending")[0]).toContain('the server refuses CREATE TABLE notes (id integer): relation "notes" already exists');
  }));

  test("what is applied at once is for the database as it is, whatever waits", () => on(drafts, async (rig) => {
    await expect(rig.policyApply("drafts", "kiss", { preview: true })).rejects.toMatchObject({ kind: "usage", message: 'There is no table "drafts".' });
  }));
});
