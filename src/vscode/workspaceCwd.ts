import { homedir } from "node:os";
import * as vscode from "vscode";

/** The workspace folder that a file belongs to, else the active editor's, else the first one. */
export function workspaceFolder(uri?: vscode.Uri): vscode.WorkspaceFolder | undefined {
  const wanted = uri ?? vscode.window.activeTextEditor?.document.uri;
  return (wanted && vscode.workspace.getWorkspaceFolder(wanted)) ?? vscode.workspace.workspaceFolders?.[0];
}

/** The folder that paths are read from; the home folder where no folder is open. */
export function workspaceCwd(uri?: vscode.Uri): string {
  return workspaceFolder(uri)?.uri.fsPath ?? homedir();
}
