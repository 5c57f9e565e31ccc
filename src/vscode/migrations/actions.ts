import path from "node:path";
import * as vscode from "vscode";
import type { Services } from "../services.ts";
import type { MigrationNode } from "../views/migrationsView.ts";
import { workspaceFolder } from "../workspaceCwd.ts";
import { downFileOf, nextVersion, slug } from "./newFile.ts";

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
  const up = vscode.Uri.joinPath(at, `${stem}.up.sql`);
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(up, { contents: new TextEncoder().encode(`-- ${name}\n`) });
  edit.createFile(vscode.Uri.joinPath(at, `${stem}.down.sql`), { contents: new TextEncoder().encode(`-- undoes: ${name}\n`) });
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(up);
}

export async function rollBackMigration(node: MigrationNode): Promise<void> {
  if (node.down !== null) await vscode.commands.executeCommand("dataEngineer.rollback", { args: [node.down] });
}

export async function openDown(node: MigrationNode): Promise<void> {
  if (node.down !== null) await vscode.window.showTextDocument(vscode.Uri.file(path.resolve(node.cwd, node.down)));
}

/** Writes an empty down script beside an up script and opens it. */
export async function createDown(of: MigrationNode | vscode.Uri): Promise<void> {
  const up = of instanceof vscode.Uri ? of : vscode.Uri.file(path.resolve(of.cwd, of.words?.[0] ?? ""));
  const down = up.with({ path: downFileOf(up.path) });
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(down, { ignoreIfExists: true, contents: new TextEncoder().encode(`-- undoes ${path.posix.basename(up.path)}\n`) });
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(down);
}
