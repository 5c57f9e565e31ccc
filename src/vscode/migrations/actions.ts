import { hostname, userInfo } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import { dialectOfProfile } from "../../agent/profiles/dialect.ts";
import type { ConnectionProfile } from "../../agent/connectionProfile.ts";
import { isServerDialect, serverKinds } from "../../agent/profiles/serverKinds.ts";
import { counted } from "../../core/counted.ts";
import { WorkspaceFiles } from "../../core/files/workspaceFiles.ts";
import { newDown } from "../../core/migration/create/downScript.ts";
import { firstMigration, newestOf, newMigration as newMigrationIn, slug } from "../../core/migration/create/newMigration.ts";
import type { NewFile, NewMigration, Wish } from "../../core/migration/create/newMigration.ts";
import type { MigrationFolder } from "../../core/migration/migration.ts";
import { showReport } from "../reports/reports.ts";
import { relativePath } from "../runs/invocation.ts";
import type { Services } from "../services.ts";
import type { MigrationNode } from "../views/migrationsView.ts";
import type { ViewNode } from "../views/nodeTree.ts";
import { workspaceCwd, workspaceFolder } from "../workspaceCwd.ts";

/** Asks for a name and writes the next migration of a folder: what it consists of, its layout says. */
export async function newMigration(services: Services, node?: ViewNode): Promise<void> {
  const workspace = workspaceFolder();
  if (workspace === undefined) return;
  const cwd = workspace.uri.fsPath;
  const folders = await services.migrations.folders(cwd);
  const home = await homeOf(services, folders, cwd, node);
  if (home === undefined && folders.length > 0) return;
  const title = await vscode.window.showInputBox({ title: home === undefined ? "New Migration" : `New Migration in ${home.folder}`, prompt: "What does it do? For example: add total to orders", validateInput: (value) => (value === "" || slug(value) !== "" ? null : "Use letters and digits.") });
  if (title === undefined || title === "") return;
  const files = new WorkspaceFiles(cwd);
  const { username } = userInfo();
  const wish = { title, now: new Date(), planner: `${username} <${username}@${hostname()}>` };
  const made = home === undefined ? await firstOf(files, services.connections.active, wish) : newMigrationIn(home, { ...wish, sample: await textOf(files, newestOf(home)?.up.file) });
  const uri = ({ file }: NewFile): vscode.Uri => vscode.Uri.file(files.absolute(file));
  const edit = new vscode.WorkspaceEdit();
  for (const one of made.files) edit.createFile(uri(one), { contents: new TextEncoder().encode(one.text) });
  if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showErrorMessage(`Nothing was written: ${made.files.map(({ file }) => file).join(" or ")} is there already. Give the migration another name.`);
    return;
  }
  if (made.append !== undefined) await appendTo(uri(made.append), made.append.text);
  for (const first of made.files.slice(0, 1)) await vscode.window.showTextDocument(uri(first));
}

/** The folder that a new migration belongs to: the row's, that of the file in the editor, the only one, or the one that is chosen. */
async function homeOf(services: Services, folders: readonly MigrationFolder[], cwd: string, node: ViewNode | undefined): Promise<MigrationFolder | undefined> {
  if (folders.length < 2) return folders[0];
  const named = folders.find(({ folder }) => folder === node?.words?.[0]);
  if (named !== undefined) return named;
  const open = vscode.window.activeTextEditor?.document.uri;
  const beside = open === undefined ? undefined : await services.migrations.migrationOf(cwd, relativePath(open, cwd));
  if (beside !== undefined) return beside.folder;
  const items = folders.map((folder) => ({ label: `$(folder) ${folder.folder}`, description: counted(folder.migrations.length, "migration"), folder }));
  return (await vscode.window.showQuickPick(items, { title: "New Migration", placeHolder: "In which folder?" }))?.folder;
}

/** As migrate-mongo's configuration or the connection in use wants it. */
async function firstOf(files: WorkspaceFiles, active: ConnectionProfile | undefined, wish: Omit<Wish, "sample">): Promise<NewMigration> {
  const configuration = await textOf(files, "migrate-mongo-config.js");
  if (configuration !== "") return firstMigration(/migrationsDir:\s*["'`]([^"'`]+)/.exec(configuration)?.[1] ?? "migrations", ".js", { ...wish, sample: configuration });
  const dialect = active === undefined ? undefined : dialectOfProfile(active);
  return firstMigration("migrations", isServerDialect(dialect) ? serverKinds[dialect].scriptEnding : ".sql", { ...wish, sample: "" });
}

async function textOf(files: WorkspaceFiles, file: string | undefined): Promise<string> {
  return file === undefined || (await files.kind(file)) !== "file" ? "" : files.readText(file);
}

/** Adds lines to the end of a file; gives its document. */
async function appendTo(uri: vscode.Uri, text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  const end = document.lineAt(document.lineCount - 1).range.end;
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, end, `${end.character === 0 ? "" : "\n"}${text}`);
  await vscode.workspace.applyEdit(edit);
  return document;
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

/** Writes an empty way back (a file beside the up script, or a part of it, as the layout has it) and opens it. */
export async function createDown(services: Services, of: MigrationNode | vscode.Uri): Promise<void> {
  const up = of instanceof vscode.Uri ? of : vscode.Uri.file(path.resolve(of.cwd, of.words?.[0] ?? ""));
  const cwd = workspaceCwd(up);
  const file = relativePath(up, cwd);
  const found = await services.migrations.migrationOf(cwd, file);
  if (found === undefined) return;
  const files = new WorkspaceFiles(cwd);
  const down = newDown(found.folder, found.migration, await textOf(files, file));
  if ("appendTo" in down) {
    const document = await appendTo(up, down.text);
    const editor = await vscode.window.showTextDocument(document);
    const bottom = document.lineAt(document.lineCount - 1).range.end;
    editor.selection = new vscode.Selection(bottom, bottom);
    return;
  }
  const uri = vscode.Uri.file(files.absolute(down.file));
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { ignoreIfExists: true, contents: new TextEncoder().encode(down.text) });
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(uri);
}
