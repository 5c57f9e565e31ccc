import * as vscode from "vscode";
import { LineIndex } from "../../core/script/textPosition.ts";
import { migrationSelector } from "../migrations/documents.ts";
import { relativePath } from "../runs/invocation.ts";
import type { Services } from "../services.ts";
import { changesSetting, setting } from "../settings.ts";
import { workspaceFolder } from "../workspaceCwd.ts";
import type { LensFacts } from "./lenses.ts";
import { lensesOf } from "./lenses.ts";

/** Files above this many characters get no lenses. */
const sizeCap = 2_000_000;

/** Lenses on files of migration folders only; they show what is known and read nothing themselves. */
export function registerLenses(services: Services): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const fire = (): void => {
    changed.fire();
  };
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document, token) => lensesFor(services, document, token),
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider(migrationSelector, provider),
    services.migrations.onDidChange(fire),
    services.migrations.onDidRead(fire),
    vscode.workspace.onDidGrantWorkspaceTrust(fire),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (changesSetting(event, "codeLens")) fire();
    }),
  );
}

async function lensesFor(services: Services, document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
  const folder = workspaceFolder(document.uri);
  if (folder === undefined || document.uri.scheme !== "file" || !setting<boolean>("codeLens.enabled", document.uri)) return [];
  if (document.lineCount > 1 && document.offsetAt(document.lineAt(document.lineCount - 1).range.end) > sizeCap) return [];
  const cwd = folder.uri.fsPath;
  const file = relativePath(document.uri, cwd);
  const found = await services.migrations.migrationOf(cwd, file);
  if (found === undefined || token.isCancellationRequested) return [];
  const { migration } = found;
  const known = services.migrations.known(cwd, file);
  const both = migration.down?.file === migration.up.file;
  const facts: LensFacts = {
    file, trusted: vscode.workspace.isTrusted,
    state: known === undefined || known.folder.connection === null ? null : known.status.state,
    side: both ? "both" : migration.up.file === file ? "up" : "down",
    down: migration.down?.file ?? null,
    downLine: both && migration.down !== null ? Math.max(0, new LineIndex(document.getText()).position(migration.down.start).line - 1) : null,
    verdict: known === undefined ? { kind: "none" } : (known.folder.verdicts.get(known.status.version) ?? { kind: "none" }),
    repeatable: migration.repeatable,
  };
  return lensesOf(facts, new Date()).map(({ line, title, tooltip, command, words }) =>
    new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title, tooltip, command, arguments: command === "dataEngineer.lenses.explain" ? [...words] : [{ args: words }] }));
}
