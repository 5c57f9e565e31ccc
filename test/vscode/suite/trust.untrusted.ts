import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import type { Report } from "../../../src/core/report/report.ts";
import { lens, lenses, open } from "../editor.ts";
import { eventually } from "../eventually.ts";

const first = "migrations/001_customers.up.sql";
const run = (id: string, ...args: string[]): Promise<Report> => Promise.resolve(vscode.commands.executeCommand<Report>(`dataEngineer.${id}`, { args }));

describe("a workspace that is not trusted", () => {
  it("is not trusted, and the extension is active all the same", async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const extension = vscode.extensions.getExtension("data-engineer.data-engineer");
    await extension?.activate();
    assert.equal(extension?.isActive, true);
  });

  it("uses no connection that the workspace defines", () => {
    assert.deepEqual(vscode.workspace.getConfiguration("dataEngineer").get("connections"), []);
  });

  it("executes nothing", async () => {
    for (const [id, ...args] of [["dryRun", first], ["applyMigration", first], ["runSql", "SELECT 1"], ["snapshot", "x"], ["rollback", "x"], ["smokeTest"], ["envCheck"]] as const) {
      const report = await run(id, ...args);
      assert.equal(report.status, "refused", id);
      assert.deepEqual((report.data["error"] as { readonly reason?: string }).reason, "untrusted", id);
    }
  });

  it("still verifies the order, shows problems and explains itself", async () => {
    assert.equal((await run("verifyOrder", "migrations")).status, "passed");
    assert.equal((await run("help")).status, "passed");
    const uri = await open("jumbled/001_tag_index.up.sql");
    await eventually("The problem", () => vscode.languages.getDiagnostics(uri).find((one) => one.code === "order/used-before-created"));
  });

  it("reads a plan from a file, opens no connection for a query, and asks nobody for one", async () => {
    const analyse = (words: readonly string[], flags: Readonly<Record<string, string>>): Promise<Report> => Promise.resolve(vscode.commands.executeCommand<Report>("dataEngineer.analyzePerformance", { args: words, flags }));
    const read = await analyse(["query"], { plan: "plans/totals.plan" });
    assert.equal(read.status, "passed");
    assert.match(JSON.stringify(read.data["plan"]), /HashAggregate/);
    for (const words of [["query", "SELECT 1"], ["hotpaths"]]) {
      const refused = await analyse(words, {});
      assert.equal(refused.status, "refused", words.join(" "));
      assert.deepEqual((refused.data["error"] as { readonly reason?: string }).reason, "untrusted", words.join(" "));
    }
    await eventually("The plan's panel", () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes("explain")));
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("offers one lens", async () => {
    await open(first);
    await lens(first, "Verify order");
    assert.deepEqual((await lenses(first)).map((one) => one.title), ["Verify order"]);
  });
});
