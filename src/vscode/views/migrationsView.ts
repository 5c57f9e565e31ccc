import path from "node:path";
import * as vscode from "vscode";
import type { Services } from "../services.ts";
import type { FolderState } from "../migrations/readStates.ts";
import { migrationRow } from "./migrationRow.ts";
import { NodeTree } from "./nodeTree.ts";
import type { ViewNode } from "./nodeTree.ts";
import { counted } from "../../core/counted.ts";

export interface MigrationNode extends ViewNode {
  readonly cwd: string;
  readonly down: string | null;
}

/** The Migrations view: every migration with its state in the database and what is proven of its way back. */
export function createMigrationsView(services: Services): vscode.Disposable {
  let mayAsk = false;
  const tree = new NodeTree(async () => {
    const asks = mayAsk;
    mayAsk = false;
    return folderNodes(services, asks);
  }, services.log);
  const view = vscode.window.createTreeView("dataEngineer.migrations", { treeDataProvider: tree, showCollapseAll: true });
  const refresh = (): void => {
    tree.refresh();
  };
  return vscode.Disposable.from(
    view, tree,
    services.migrations.onDidChange(refresh),
    services.runs.onDidFinish(({ report }) => {
      if (["apply-migration", "rollback", "dry-run", "run-sql"].includes(report.command)) services.migrations.forget();
    }),
    vscode.commands.registerCommand("dataEngineer.migrations.refresh", () => {
      mayAsk = true;
      services.migrations.forget();
    }),
  );
}

async function folderNodes(services: Services, mayAsk: boolean): Promise<readonly ViewNode[]> {
  const workspaces = vscode.workspace.workspaceFolders ?? [];
  const states = await Promise.all(workspaces.map(async ({ uri }) => (await services.migrations.read(uri.fsPath, mayAsk)).map((state) => ({ cwd: uri.fsPath, state }))));
  return states.flat().map(({ cwd, state }) => folderNode(cwd, state));
}

function folderNode(cwd: string, state: FolderState): ViewNode {
  const { folder, statuses, connection, problem } = state;
  const id = `folder/${cwd}/${folder.folder}`;
  const pending = statuses.filter((status) => status.state !== "applied").length;
  const progress = connection === null ? counted(statuses.length, "migration") : pending === 0 ? "all applied" : `${pending} of ${statuses.length} pending`;
  return {
    id, label: folder.folder, expanded: true, words: [folder.folder], icon: new vscode.ThemeIcon("folder"), contextValue: `migrationFolder${connection === null ? "" : ".known"}`,
    description: problem === null ? `${progress}${connection === null ? "" : ` · ${connection}`}` : `${progress} · state unknown`,
    tooltip: () => (problem !== null ? problem.message : `${folder.layout} layout${connection === null ? "\nNo history was read; refresh to connect." : ""}`),
    children: () => statuses.map((status) => {
      const row = migrationRow(status, connection !== null, state.verdicts.get(status.version));
      const up = status.migration?.up.file;
      const node: MigrationNode = {
        id: `${id}/${status.version}/${status.name}`, label: row.label, description: row.description, icon: new vscode.ThemeIcon(row.icon, row.color === undefined ? undefined : new vscode.ThemeColor(row.color)),
        contextValue: row.contextValue, spoken: row.spoken, tooltip: () => row.tooltip, cwd, down: status.migration?.down?.file ?? null,
        ...(up === undefined ? {} : { words: [up], command: { command: "vscode.open", title: "Open", arguments: [vscode.Uri.file(path.resolve(cwd, up)), { preview: true }] } }),
      };
      return node;
    }),
  };
}
