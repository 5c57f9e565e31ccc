import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import type { Report } from "../../../src/core/report/report.ts";
import { answering, fileUri } from "../editor.ts";
import { eventually } from "../eventually.ts";

const run = (command: string, ...args: readonly string[]) => answering(({ buttons }) => buttons[0], async () => vscode.commands.executeCommand<Report>(`dataEngineer.${command}`, { args }));

/** What the Snapshots view passes to a command on one of its rows. */
function nodeOf(report: Report): { readonly snapshot: { readonly id: string; readonly folder: string; readonly manifest: unknown } } {
  const folder = fileUri(String(report.data["path"])).fsPath;
  return { snapshot: { id: path.basename(folder), folder, manifest: JSON.parse(readFileSync(path.join(folder, "manifest.json"), "utf8")) } };
}

/** The two sides of the comparison that is open. */
async function compared(): Promise<readonly string[]> {
  const input = await eventually("A comparison", () => {
    const active = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return active instanceof vscode.TabInputTextDiff ? active : undefined;
  });
  return Promise.all([input.original, input.modified].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()));
}

async function picking<Value>(pick: (items: readonly vscode.QuickPickItem[]) => vscode.QuickPickItem | undefined, target: vscode.Uri | undefined, work: () => Promise<Value>): Promise<Value> {
  const window = vscode.window as { showQuickPick: unknown; showSaveDialog: unknown };
  const { showQuickPick, showSaveDialog } = window;
  window.showQuickPick = (items: readonly vscode.QuickPickItem[]) => Promise.resolve(pick(items));
  window.showSaveDialog = () => Promise.resolve(target);
  try {
    return await work();
  } finally {
    Object.assign(window, { showQuickPick, showSaveDialog });
  }
}

describe("snapshots", () => {
  it("are compared with the database and with each other, and deleted", async () => {
    const before = (await run("snapshot", "compare-before")).value;
    assert.equal(before.status, "passed", before.summary);
    const made = await run("runSql", "CREATE TABLE compared (id INTEGER PRIMARY KEY)");
    assert.equal(made.value.status, "passed", made.value.summary);
    await vscode.commands.executeCommand("dataEngineer.snapshots.diffNow", nodeOf(before));
    const [then = "", now = ""] = await compared();
    assert.ok(!then.includes("compared") && now.includes("compared"), now);
    const after = (await run("snapshot", "compare-after")).value;
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await picking((items) => items.find((item) => item.label === "compare-after"), undefined, async () => vscode.commands.executeCommand("dataEngineer.snapshots.diffOther", nodeOf(before)));
    const [older = "", newer = ""] = await compared();
    assert.ok(!older.includes("compared") && newer.includes("compared"), newer);
    for (const report of [before, after]) {
      const node = nodeOf(report);
      const kept = await answering(() => undefined, async () => vscode.commands.executeCommand("dataEngineer.snapshots.delete", node));
      assert.match(kept.asked[0]?.detail ?? "", /can then no longer be restored/);
      assert.ok(existsSync(node.snapshot.folder), "nobody agreed");
      await answering(({ buttons }) => buttons[0], async () => vscode.commands.executeCommand("dataEngineer.snapshots.delete", node));
      assert.ok(!existsSync(node.snapshot.folder));
    }
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  });

  it("and reports can be exported, in each format", async () => {
    await run("smokeTest");
    const read = async (label: string, file: string): Promise<string> => {
      const uri = fileUri(file);
      await picking((items) => items.find((item) => item.label === label), uri, async () => vscode.commands.executeCommand("dataEngineer.reports.export"));
      const text = readFileSync(uri.fsPath, "utf8");
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
      await vscode.workspace.fs.delete(uri);
      return text;
    };
    assert.equal((JSON.parse(await read("JSON", "exported.json")) as Report).command, "smoke-test");
    assert.match(await read("Markdown", "exported.md"), /^# .*smoke-test/m);
    assert.match(await read("SARIF", "exported.sarif"), /"version": "2\.1\.0"/);
    assert.match(await read("Text", "exported.txt"), /smoke-test/);
  });
});
