import * as vscode from "vscode";
import type { Range } from "../core/report/report.ts";

const longest = 2 ** 31 - 1;

/** A report's range as the editor's own. */
export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, Math.min(start.character, longest), end.line, Math.min(end.character, longest));
}
