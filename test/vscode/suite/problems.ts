import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { fileUri, open } from "../editor.ts";
import { eventually } from "../eventually.ts";

async function problem(uri: vscode.Uri, rule: RegExp): Promise<vscode.Diagnostic> {
  return eventually(`A problem ${rule.source} in ${uri.path}`, () => vscode.languages.getDiagnostics(uri).find((diagnostic) => rule.test(String(diagnostic.code))));
}

async function fix(uri: vscode.Uri, range: vscode.Range, title: RegExp): Promise<void> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range);
  const action = actions.find((one) => title.test(one.title));
  assert.ok(action, `an action ${title.source} among ${actions.map((one) => one.title).join("; ")}`);
  if (action.edit !== undefined) await vscode.workspace.applyEdit(action.edit);
  if (action.command !== undefined) await vscode.commands.executeCommand(action.command.command, ...((action.command.arguments ?? []) as unknown[]));
}

const exists = (file: string): Promise<boolean> => Promise.resolve(vscode.workspace.fs.stat(fileUri(file))).then(() => true, () => false);

describe("problems", () => {
  it("show what is used before it is there, and the fix renumbers the files", async () => {
    const uri = await open("jumbled/001_tag_index.up.sql");
    const diagnostic = await problem(uri, /^order\/used-before-created$/);
    assert.match(diagnostic.message, /tags/);
    assert.equal(diagnostic.source, "Data Engineer");
    await fix(uri, diagnostic.range, /^Renumber/);
    for (const file of ["001_tags.up.sql", "001_tags.down.sql", "002_tag_index.up.sql", "002_tag_index.down.sql"]) assert.ok(await exists(`jumbled/${file}`), file);
    const renamed = await open("jumbled/002_tag_index.up.sql");
    await eventually("No problem", () => (vscode.languages.getDiagnostics(renamed).length === 0 ? true : undefined));
  });

  it("miss a way back and make the script for it", async () => {
    const uri = await open("migrations/003_total.up.sql");
    const diagnostic = await problem(uri, /^migration\/no-down-script$/);
    await fix(uri, diagnostic.range, /^Create a down script$/);
    assert.ok(await exists("migrations/003_total.down.sql"));
    await open("migrations/003_total.up.sql");
    await eventually("No guard", () => (vscode.languages.getDiagnostics(uri).every((one) => one.code !== "migration/no-down-script") ? true : undefined));
  });

  it("go when the text changes and come back when it is saved", async () => {
    const uri = await open("jumbled/001_tags.up.sql");
    const edit = async (from: string, to: string): Promise<void> => {
      const document = await vscode.workspace.openTextDocument(uri);
      const at = document.getText().indexOf(from);
      const change = new vscode.WorkspaceEdit();
      change.replace(uri, new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to);
      await vscode.workspace.applyEdit(change);
    };
    await edit("CREATE TABLE", "CREATE TABEL");
    await (await vscode.workspace.openTextDocument(uri)).save();
    await problem(uri, /syntax/);
    await edit("CREATE TABEL", "CREATE TABLE");
    await eventually("No problem of the old text", () => (vscode.languages.getDiagnostics(uri).length === 0 ? true : undefined));
    await (await vscode.workspace.openTextDocument(uri)).save();
  });
});
