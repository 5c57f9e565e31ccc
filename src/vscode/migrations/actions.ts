import path from "node:path";
import * as vscode from "vscode";
import { isServer } from "../../agent/connectionProfile.ts";
import type { ConnectionProfile } from "../../agent/connectionProfile.ts";
import { serverKinds } from "../../agent/profiles/serverKinds.ts";
import type { LayoutId, MigrationFolder } from "../../core/migration/migration.ts";
import { showReport } from "../reports/reports.ts";
import type { Services } from "../services.ts";
import type { MigrationNode } from "../views/migrationsView.ts";
import { workspaceCwd, workspaceFolder } from "../workspaceCwd.ts";
import { downFileOf, emptyScript, nextVersion, slug } from "./newFile.ts";

/** Asks for a name and writes an up and a down script beside the others, with the next number. */
export async function newMigration(services: Services): Promise<void> {
  const folder = workspaceFolder();
  if (folder === undefined) return;
  const cwd = folder.uri.fsPath;
  const folders = await services.migrations.folders(cwd);
  const home = folders.find((known) => known.layout === "upDown") ?? folders[0];
  const name = await vscode.window.showInputBox({ title: "New Migration", prompt: "What does it do? For example: add total to orders", validateInput: (value) => (value === "" || slug(value) !== "" ? null : "Use letters and digits.") });
  if (name === undefined || name === "") return;
  const stem = `${nextVersion(home?.migrations.map((migration) => migration.version) ?? [])}_${slug(name)}`;
  const at = vscode.Uri.joinPath(folder.uri, home?.folder ?? "migrations");
  const ending = endingOf(home, services.connections.active);
  const up = vscode.Uri.joinPath(at, `${stem}.up${ending}`);
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(up, { contents: new TextEncoder().encode(emptyScript(ending, name)) });
  edit.createFile(vscode.Uri.joinPath(at, `${stem}.down${ending}`), { contents: new TextEncoder().encode(emptyScript(ending, `undoes: ${name}`)) });
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(up);
}

/** As the folder's other migrations are written; in an empty folder as the connection in use wants it. */
function endingOf(home: MigrationFolder | undefined, active: ConnectionProfile | undefined): ".sql" | ".json" {
  const newest = home?.migrations.at(-1)?.up.file;
  if (newest !== undefined) return newest.endsWith(".json") ? ".json" : ".sql";
  if (active === undefined || !isServer(active)) return active?.engine === "url" && /^mongodb/i.test(active.url) ? ".json" : ".sql";
  return serverKinds[active.engine].scriptEnding;
}

export async function rollBackMigration(node: MigrationNode): Promise<void> {
  if (node.down !== null) await vscode.commands.executeCommand("dataEngineer.rollback", { args: [node.down] });
}

export async function openDown(node: MigrationNode): Promise<void> {
  if (node.down !== null) await vscode.window.showTextDocument(vscode.Uri.file(path.resolve(node.cwd, node.down)));
}

/** Opens the report behind a verdict; where it is of another window, says what the verdict means and offers a new dry-run. */
export async function explainProof(services: Services, file: string, text: string): Promise<void> {
  const uri = services.reports.lastAbout(file);
  if (uri !== undefined) {
    await showReport(uri);
    return;
  }
  const again = "Dry-Run";
  if ((await vscode.window.showInformationMessage(text, again)) === again) await vscode.commands.executeCommand("dataEngineer.dryRun", { args: [file] });
}

const sections: Readonly<Partial<Record<LayoutId, string>>> = { dbmate: "\n-- migrate:down\n", goose: "\n-- +goose Down\n" };

/** Writes an empty way back (a file beside the up script, or a section of it, as the layout has it) and opens it. */
export async function createDown(services: Services, of: MigrationNode | vscode.Uri): Promise<void> {
  const up = of instanceof vscode.Uri ? of : vscode.Uri.file(path.resolve(of.cwd, of.words?.[0] ?? ""));
  const cwd = workspaceCwd(up);
  const folder = (await services.migrations.folders(cwd)).find(({ migrations }) => migrations.some((migration) => path.resolve(cwd, migration.up.file) === up.fsPath));
  const section = folder === undefined ? undefined : sections[folder.layout];
  const edit = new vscode.WorkspaceEdit();
  if (section !== undefined) {
    const document = await vscode.workspace.openTextDocument(up);
    const end = document.lineAt(document.lineCount - 1).range.end;
    edit.insert(up, end, section);
    await vscode.workspace.applyEdit(edit);
    const editor = await vscode.window.showTextDocument(document);
    const bottom = document.lineAt(document.lineCount - 1).range.end;
    editor.selection = new vscode.Selection(bottom, bottom);
    return;
  }
  const down = up.with({ path: folder?.layout === "sqitch" ? up.path.replace(/\/deploy\/([^/]+)$/, "/revert/$1") : downFileOf(up.path) });
  edit.createFile(down, { ignoreIfExists: true, contents: new TextEncoder().encode(emptyScript(down.path.endsWith(".json") ? ".json" : ".sql", `undoes ${path.posix.basename(up.path)}`)) });
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(down);
}
