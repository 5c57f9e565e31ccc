import path from "node:path";
import * as vscode from "vscode";
import type { Severity } from "../../core/report/report.ts";
import { toRange } from "../ranges.ts";
import type { Problem } from "./problems.ts";

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = { error: vscode.DiagnosticSeverity.Error, warning: vscode.DiagnosticSeverity.Warning, info: vscode.DiagnosticSeverity.Information };

const longestLine = 2 ** 31 - 1;

/** Problems of one kind (order, the last run, guards) in the Problems panel, with the fixes that belong to them. */
export class ProblemStore implements vscode.Disposable {
  private readonly collection: vscode.DiagnosticCollection;
  private readonly problems = new Map<string, readonly Problem[]>();

  constructor(name: string) {
    this.collection = vscode.languages.createDiagnosticCollection(name);
  }

  set(uri: vscode.Uri, problems: readonly Problem[]): void {
    if (problems.length === 0) {
      this.clear(uri);
      return;
    }
    this.problems.set(uri.toString(), problems);
    this.collection.set(uri, problems.map((problem) => diagnosticOf(uri, problem)));
  }

  /** Takes the place of all that lies in these folders or files. */
  replace(cwd: string, within: (uri: vscode.Uri) => boolean, found: ReadonlyMap<string, readonly Problem[]>): void {
    const wanted = new Map([...found].map(([file, problems]) => [vscode.Uri.file(path.resolve(cwd, file)).toString(), problems]));
    for (const known of [...this.problems.keys()]) if (!wanted.has(known) && within(vscode.Uri.parse(known))) this.clear(vscode.Uri.parse(known));
    for (const [uri, problems] of wanted) this.set(vscode.Uri.parse(uri), problems);
  }

  at(uri: vscode.Uri, range: vscode.Range): readonly Problem[] {
    return (this.problems.get(uri.toString()) ?? []).filter((problem) => toRange(problem.range).intersection(range) !== undefined);
  }

  clear(uri: vscode.Uri): void {
    if (this.problems.delete(uri.toString())) this.collection.delete(uri);
  }

  dispose(): void {
    this.collection.dispose();
  }
}

function diagnosticOf(uri: vscode.Uri, problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(headOf(uri, toRange(problem.range)), problem.message, severities[problem.severity]);
  diagnostic.source = "Data Engineer";
  diagnostic.code = problem.rule;
  return diagnostic;
}

/** A finding about a whole statement is underlined in its first line that says something, not in all of them. */
function headOf(uri: vscode.Uri, range: vscode.Range): vscode.Range {
  if (range.isSingleLine) return range;
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  const lines = document === undefined ? [] : Array.from({ length: Math.min(range.end.line, document.lineCount - 1) - range.start.line + 1 }, (_, at) => document.lineAt(range.start.line + at));
  const telling = lines.find((line) => /\w/.test(line.lineNumber === range.start.line ? line.text.slice(range.start.character) : line.text));
  if (telling === undefined || telling.lineNumber === range.start.line) return new vscode.Range(range.start, new vscode.Position(range.start.line, longestLine));
  return new vscode.Range(telling.lineNumber, telling.firstNonWhitespaceCharacterIndex, telling.lineNumber, telling.text.length);
}
