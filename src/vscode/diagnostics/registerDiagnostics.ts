import path from "node:path";
import * as vscode from "vscode";
import type { MigrationFolder } from "../../core/migration/migration.ts";
import { mayBeMigration } from "../migrations/documents.ts";
import { relativePath } from "../runs/invocation.ts";
import type { Run } from "../runs/finishedRuns.ts";
import type { Services } from "../services.ts";
import { setting } from "../settings.ts";
import { workspaceFolder } from "../workspaceCwd.ts";
import { registerFixes } from "./fixes.ts";
import { guardsOf } from "./guards.ts";
import { problemsOf } from "./problems.ts";
import { ProblemStore } from "./problemStore.ts";

const debounceMs = 400;

/** Problems of migration files: their order when one is opened or saved, and what the last run found. Gone when the text changes. */
export function registerDiagnostics(services: Services): vscode.Disposable {
  const order = new ProblemStore("data-engineer-order");
  const runs = new ProblemStore("data-engineer-run");
  const guards = new ProblemStore("data-engineer-guard");
  const timers = new Map<string, NodeJS.Timeout>();
  const later = (document: vscode.TextDocument): void => {
    if (!mayBeMigration(document) || !setting<boolean>("diagnostics.enabled", document.uri)) return;
    const key = path.dirname(document.uri.fsPath);
    clearTimeout(timers.get(key));
    timers.set(key, setTimeout(() => {
      timers.delete(key);
      check(services, document, order, guards).catch((error: unknown) => {
        services.log.error(error);
      });
    }, debounceMs));
  };
  for (const editor of vscode.window.visibleTextEditors) later(editor.document);
  return vscode.Disposable.from(
    order, runs, guards, registerFixes([order, runs, guards]),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor !== undefined) later(editor.document);
    }),
    vscode.workspace.onDidSaveTextDocument(later),
    vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri } of files) for (const store of [order, runs, guards]) store.clear(oldUri);
      const editor = vscode.window.activeTextEditor;
      if (editor !== undefined) later(editor.document);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) for (const store of [order, runs]) store.clear(document.uri);
    }),
    services.runs.onDidFinish((run) => {
      showRun(run, run.report.command === "verify-order" ? order : runs);
    }),
    new vscode.Disposable(() => {
      for (const timer of timers.values()) clearTimeout(timer);
    }),
  );
}

/** Checks the folder of a migration file, in the background and without a connection. */
async function check(services: Services, document: vscode.TextDocument, order: ProblemStore, guards: ProblemStore): Promise<void> {
  const cwd = workspaceFolder(document.uri)?.uri.fsPath;
  if (cwd === undefined || document.isClosed) return;
  const file = relativePath(document.uri, cwd);
  const found = await services.migrations.migrationOf(cwd, file);
  if (found === undefined) return;
  const { folder } = found;
  guards.set(document.uri, guardsOf(folder, file));
  const { verifyInBackground } = await import("./verifyInBackground.ts");
  const report = await verifyInBackground(services, document.uri, folder.folder);
  if (report.status === "passed" || report.findings.length > 0) order.replace(cwd, inFolder(cwd, folder), problemsOf(report));
}

function inFolder(cwd: string, folder: MigrationFolder): (uri: vscode.Uri) => boolean {
  const root = `${path.resolve(cwd, folder.folder)}${path.sep}`;
  return (uri) => uri.fsPath.startsWith(root);
}

/** A run speaks for the files it names: what an older one said of them is gone. */
function showRun({ report, cwd }: Run, store: ProblemStore): void {
  const migrations = report.data["migrations"];
  const files = Array.isArray(migrations) ? migrations.map((migration) => (migration as { readonly file?: unknown }).file).filter((file) => typeof file === "string") : [];
  const named = new Set(files.map((file) => path.resolve(cwd, file)));
  const problems = problemsOf(report);
  if (problems.size > 0 || named.size > 0) store.replace(cwd, (uri) => named.has(uri.fsPath), problems);
}
