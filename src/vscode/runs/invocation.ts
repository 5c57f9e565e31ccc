import * as vscode from "vscode";
import type { CommandEntry } from "../../agent/commands.ts";
import { mayBeMigration } from "../migrations/documents.ts";

/** What a lens, a tree node, a keybinding or another extension may pass to one of the 28 commands. */
export interface PassedArguments {
  readonly args?: readonly string[];
  readonly flags?: Readonly<Record<string, string | true>>;
  /** Something in the workspace folder that the command is about. */
  readonly uri?: vscode.Uri;
}

/** The words that a face passed along, and the file they are about. A URI (explorer, editor title) stands for its path. */
export function passedWords(passed: unknown, cwdOf: (uri: vscode.Uri) => string): { readonly words: readonly string[]; readonly flags: Readonly<Record<string, string | true>>; readonly uri?: vscode.Uri } {
  if (passed instanceof vscode.Uri) return { words: [relativePath(passed, cwdOf(passed))], flags: {}, uri: passed };
  if (typeof passed === "string") return { words: [passed], flags: {} };
  if (Array.isArray(passed) && passed.every((word) => typeof word === "string")) return { words: passed, flags: {} };
  if (passed === null || typeof passed !== "object") return { words: [], flags: {} };
  const node = passed as PassedArguments & { readonly words?: readonly string[] };
  return node.args === undefined ? { words: node.words ?? [], flags: {} } : { words: node.args, flags: node.flags ?? {}, ...(node.uri === undefined ? {} : { uri: node.uri }) };
}

export function relativePath(uri: vscode.Uri, cwd: string): string {
  const file = uri.fsPath;
  return file.startsWith(`${cwd}/`) || file.startsWith(`${cwd}\\`) ? file.slice(cwd.length + 1).replaceAll("\\", "/") : file;
}

/** The active editor's file where the command is about a file and nothing was passed. */
export function activeFile(entry: CommandEntry): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  const first = entry.args[0]?.offers;
  const wantsFile = first === "migration" || first === "sqlFile";
  return wantsFile && document !== undefined && mayBeMigration(document) ? document.uri : undefined;
}
