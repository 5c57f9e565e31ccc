import path from "node:path";
import * as vscode from "vscode";
import type { Fix } from "../../core/report/report.ts";
import { toRange } from "../ranges.ts";
import { workspaceCwd } from "../workspaceCwd.ts";
import { noDownScript } from "./guards.ts";
import type { Problem } from "./problems.ts";
import type { ProblemStore } from "./problemStore.ts";

/** Offers what a finding brings along as its fix, and a down script where there is none. */
export function registerFixes(stores: readonly ProblemStore[]): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, range) => stores.flatMap((store) => store.at(document.uri, range)).map((problem) => actionFor(document.uri, problem)).filter((action) => action !== null),
  };
  return vscode.languages.registerCodeActionsProvider({ language: "sql", scheme: "file" }, provider, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] });
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
  const edit = editOf(fix, workspaceCwd(uri));
  if (edit !== null) action.edit = edit;
  else if (fix.sql === undefined) return null;
  else action.command = { command: "dataEngineer.previews.show", title: action.title, arguments: [fix.title, fix.sql] };
  return action;
}

/** The text edits and renames of a fix as one undoable change; null where it has none. */
export function editOf(fix: Fix, cwd: string): vscode.WorkspaceEdit | null {
  if ((fix.edits ?? []).length === 0 && (fix.renames ?? []).length === 0) return null;
  const edit = new vscode.WorkspaceEdit();
  const uri = (file: string): vscode.Uri => vscode.Uri.file(path.resolve(cwd, file));
  for (const { file, range, newText } of fix.edits ?? []) edit.replace(uri(file), toRange(range), newText);
  for (const { from, to } of fix.renames ?? []) edit.renameFile(uri(from), uri(to), { overwrite: false });
  return edit;
}
