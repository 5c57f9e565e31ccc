import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { decisionFile } from "../../../src/core/audit/memory/decisionFile.ts";
import type { AuditFinding } from "../../../src/core/audit/auditFinding.ts";
import { describeDialects } from "../engines.ts";
import { useDatabase } from "../fixture/harness.ts";
import type { AuditOptions } from "./auditing.ts";
import { audit, keysOf, withRule, workspace } from "./auditing.ts";

const rule = "test/made-up";
const open: AuditFinding = { rule, object: "orders", severity: "error", message: "orders is open." };
const loose: AuditFinding = { rule, object: "users", part: "email", severity: "warning", message: "users.email is loose." };

describeDialects("decisions about findings", ["sqlite"], (fixture) => {
  const harness = useDatabase(fixture);

  async function project() {
    const files = await workspace();
    const session = await harness.open();
    let found = [open, loose];
    const run = (options: AuditOptions = {}) => audit(withRule(session, rule, () => found), { scope: "schema", files, ...options });
    return { files, run, now: (findings: AuditFinding[]) => void (found = findings) };
  }

  test("a dismissal takes an error out of the verdict, is told with its reason, and is over after its day", async () => {
    const { run, files } = await project();
    expect(await run()).toMatchObject({ status: "failed" });
    const dismissed = await run({ flags: { dismiss: "test/made-up orders", reason: "read by the API only", until: "2100-01-01" } });
    expect(dismissed).toMatchObject({ status: "passed", files: [decisionFile], data: { dismissed: [{ key: "test/made-up orders", severity: "error", reason: "read by the API only", until: "2100-01-01" }] } });
    const later = await run();
    expect(later.status).toBe("passed");
    expect(keysOf(later)).toEqual(["test/made-up users email"]);
    expect(JSON.parse(await readFile(files.absolute(decisionFile), "utf8"))).toMatchObject({ format: 1, dismissed: [{ engine: "sqlite", key: "test/made-up orders" }] });
    const over = await run({ context: { now: () => new Date("2100-01-02T00:00:00Z") } });
    expect(over).toMatchObject({ status: "failed", data: { dismissed: [], expired: [{ key: "test/made-up orders", reason: "read by the API only", until: "2100-01-01" }] } });
  });

  test("a dismissal is taken back, and what it was about is open again; it keeps what was read of it meanwhile", async () => {
    const { run, files, now } = await project();
    now([{ ...open, evidence: [{ kind: "text", title: "Read", text: "everybody may read" }] }, loose]);
    const dismissed = await run({ flags: { dismiss: "test/made-up orders", reason: "read by the API only" } });
    expect(dismissed.data?.["dismissed"]).toMatchObject([{ key: "test/made-up orders", evidence: [{ kind: "text", title: "Read", text: "everybody may read" }] }]);
    const back = await run({ flags: { undismiss: "test/made-up orders" } });
    expect(back).toMatchObject({ status: "failed", files: [decisionFile], data: { dismissed: [], witness: { run: false } } });
    expect(JSON.parse(await readFile(files.absolute(decisionFile), "utf8"))).toMatchObject({ dismissed: [] });
    await expect(run({ flags: { undismiss: "test/made-up orders" } })).rejects.toMatchObject({ kind: "usage", message: 'No finding with the key "test/made-up orders" is dismissed.', next: "Nothing is dismissed on this engine." });
    await run({ flags: { dismiss: "test/made-up users email", reason: "x" } });
    await expect(run({ flags: { undismiss: "test/made-up user email" } })).rejects.toMatchObject({ kind: "usage", next: expect.stringContaining('"test/made-up users email"') as string });
  });

  test("a key that nobody found is refused with those that are near", async () => {
    const { run } = await project();
    await expect(run({ flags: { dismiss: "test/made-up order", reason: "x" } })).rejects.toMatchObject({ kind: "usage", next: expect.stringContaining('"test/made-up orders"') as string });
    await expect(run({ flags: { dismiss: "test/made-up users", reason: "x" } })).rejects.toMatchObject({ kind: "usage", next: expect.stringContaining('"test/made-up users email"') as string });
  });

  test("a reason keeps no secret", async () => {
    const { run, files } = await project();
    await run({ flags: { dismiss: "test/made-up orders", reason: "see postgres://a:hunter2@h/d" }, context: { redact: (text) => text.replace("hunter2", "***") } });
    expect(await readFile(files.absolute(decisionFile), "utf8")).not.toContain("hunter2");
  });

  test("a baseline lets what is known pass and tells what is new and gone", async () => {
    const { run, now } = await project();
    expect(await run({ flags: { baseline: true } })).toMatchObject({ status: "passed", findings: [{ known: true }, { known: true }] });
    const added: AuditFinding = { rule, object: "new_one", severity: "error", message: "new_one is open." };
    now([open, added]);
    const next = await run();
    expect(next).toMatchObject({ status: "failed", data: { baseline: { known: ["test/made-up orders"], new: ["test/made-up new_one"], gone: ["test/made-up users email"] } } });
    now([open]);
    expect((await run()).status).toBe("passed");
  });

  test("the trend tells what came and went since the last audit", async () => {
    const { run, now } = await project();
    expect((await run()).data?.["trend"]).toMatchObject({ since: null, new: [], fixed: [] });
    now([loose, { ...open, object: "other" }]);
    const next = await run();
    expect(next.data?.["trend"]).toMatchObject({ new: ["test/made-up other"], fixed: ["test/made-up orders"], runs: [{ counts: { error: 1, warning: 1, info: 0 } }, { counts: { error: 1 } }] });
    expect(next.summary).toContain("Since the last audit: 1 new, 1 gone.");
  });

  test("decisions that cannot be read stop the audit instead of being forgotten", async () => {
    const { run, files } = await project();
    await files.writeText(decisionFile, "{ torn");
    await expect(run()).rejects.toMatchObject({ kind: "file" });
  });
});
