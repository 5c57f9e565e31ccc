import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import type { MigrationResult } from "../../../src/core/migration/result.ts";
import { answering, lens, lenses, open } from "../editor.ts";
import { eventually } from "../eventually.ts";
import { type, withInputs } from "../inputs.ts";

const first = "migrations/001_customers.up.sql";

describe("lenses", () => {
  it("stand above migrations only, and can be switched off", async () => {
    await open(first);
    await lens(first, "Dry-run");
    await open("notes/query.sql");
    assert.deepEqual(await lenses("notes/query.sql"), []);
    const settings = vscode.workspace.getConfiguration("dataEngineer");
    await settings.update("codeLens.enabled", false, vscode.ConfigurationTarget.Workspace);
    await eventually("No lens", async () => ((await lenses(first)).length === 0 ? true : undefined));
    await settings.update("codeLens.enabled", undefined, vscode.ConfigurationTarget.Workspace);
  });

  it("dry-run a migration and show that it is proven", async () => {
    await open(first);
    await lens(first, "not proven");
    const report = await (await lens(first, "Dry-run")).run();
    assert.equal(report.status, "passed", report.summary);
    const [migration] = report.data["migrations"] as unknown as readonly MigrationResult[];
    assert.deepEqual([migration?.version, migration?.status, migration?.rollback.verified, migration?.proof], ["001", "passed", true, "copy"]);
    await lens(first, "proven");
    assert.ok((await lenses(first)).every((one) => one.title !== "Roll back"), "nothing was applied");
  });

  it("apply a migration after a question, and roll it back after naming what is lost", async () => {
    await open(first);
    const apply = await lens(first, "Apply");
    const declined = await answering(() => undefined, () => apply.run());
    assert.equal(declined.value.status, "refused");
    assert.match(declined.asked[0]?.message ?? "", /001/);
    const applied = await answering(({ buttons }) => buttons[0], () => apply.run());
    assert.equal(applied.value.status, "passed", applied.value.summary);
    const rollBack = await lens(first, "Roll back");
    await withInputs(async (step) => {
      const rolledBack = answering(({ buttons }) => buttons[0], () => rollBack.run());
      const name = (await step(/001/)) as vscode.InputBox;
      assert.match(name.prompt ?? "", /Type customers to go on/);
      await type(name, "customers");
      const { value, asked } = await rolledBack;
      assert.equal(value.status, "passed", value.summary);
      assert.match(asked[0]?.detail ?? "", /customers: it is dropped, 2 rows are lost/);
    });
    await lens(first, "Apply");
  });
});
