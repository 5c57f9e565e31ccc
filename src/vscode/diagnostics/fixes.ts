import path from "node:path";
import * as vscode from "vscode";
import type { Fix } from "../../core/report/report.ts";
import { migrationSelector } from "../migrations/documents.ts";
import { toRange } from "../ranges.ts";
import type { Services } from "../services.ts";
import { workspaceCwd } from "../workspaceCwd.ts";
import { noDownScript } from "./guards.ts";
import type { Problem } from "./problems.ts";
import type { ProblemStore } from "./problemStore.ts";

/** Offers what a finding brings along as its fix, and a down script where there is none. */
export function registerFixes(stores: readonly ProblemStore[]): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, range) => stores.flatMap((store) => store.at(document.uri, range)).map((problem) => actionFor(document.uri, problem)).filter((action) => action !== null),
  };
  return vscode.languages.registerCodeActionsProvider(migrationSelector, provider, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] });
}

function actionFor(uri: vscode.Uri, problem: Problem): vscode.CodeAction | null {
  if (problem.rule === noDownScript) {
    const action = new vscode.CodeAction("Create a down script", vscode.CodeActionKind.QuickFix);
    action.command = { command: "dataEngineer.migrations.createDown", title: action.title, arguments: [uri] };
    return action;
  }
  const { fix } = problem;
  if (fix === undefined) return null;
  const action = new vscode.CodeAction(fix.proven ? `${fix.title} (proven)` : fix.title, vscode.CodeActionKind.QuickFix);
  const cwd = workspaceCwd(uri);
  if ((fix.renames ?? []).length > 0) action.command = { command: "dataEngineer.fixes.apply", title: action.title, arguments: [fix, cwd] };
  else if ((fix.edits ?? []).length > 0) action.edit = editsOf(fix, cwd);
  else if (fix.sql !== undefined) action.command = { command: "dataEngineer.previews.show", title: action.title, arguments: [fix.title, fix.sql] };
  else return null;
  return action;
}

/** Applies a fix that renames files; files may take each other's names. Refuses to renumber what is applied. */
export async function applyFix(services: Services, fix: Fix, cwd: string): Promise<void> {
  const renames = fix.renames ?? [];
  const applied = renames.find(({ from }) => ["applied", "changed", "interrupted"].includes(services.migrations.known(cwd, from)?.status.state ?? ""));
  if (applied !== undefined) {
    void vscode.window.showWarningMessage(`${applied.from} is applied already; with another name its history would be lost. Nothing was renamed.`);
    return;
  }
  const uri = (file: string): vscode.Uri => vscode.Uri.file(path.resolve(cwd, file));
  const taken = new Set(renames.map(({ to }) => to));
  const aside = renames.filter(({ from }) => taken.has(from));
  const first = editsOf(fix, cwd);
  for (const { from } of aside) first.renameFile(uri(from), uri(`${from}.renaming`));
  if (first.size > 0 && !(await vscode.workspace.applyEdit(first))) return;
  const second = new vscode.WorkspaceEdit();
  for (const rename of renames) second.renameFile(uri(aside.includes(rename) ? `${rename.from}.renaming` : rename.from), uri(rename.to), { overwrite: false });
  await vscode.workspace.applyEdit(second);
}

/** The text edits of a fix as one undoable change. */
function editsOf(fix: Fix, cwd: string): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { file, range, newText } of fix.edits ?? []) edit.replace(vscode.Uri.file(path.resolve(cwd, file)), toRange(range), newText);
  return edit;
}
