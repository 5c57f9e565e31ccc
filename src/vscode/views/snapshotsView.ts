import path from "node:path";
import * as vscode from "vscode";
import { setContext } from "../contextKeys.ts";
import type { Services } from "../services.ts";
import type { FoundSnapshot } from "../snapshots/readSnapshots.ts";
import { readSnapshots } from "../snapshots/readSnapshots.ts";
import { ago, bytes } from "../words.ts";
import { NodeTree } from "./nodeTree.ts";
import type { ViewNode } from "./nodeTree.ts";
import { counted } from "../../core/counted.ts";
import { nounsOf } from "../../core/nouns.ts";

export interface SnapshotNode extends ViewNode {
  readonly snapshot: FoundSnapshot;
}

/** The Snapshots view: what was taken, newest first, with its facts, its schema and the rows it kept. */
export function createSnapshotsView(services: Services): vscode.Disposable {
  const tree = new NodeTree(roots, services.log);
  const view = vscode.window.createTreeView("dataEngineer.snapshots", { treeDataProvider: tree, showCollapseAll: true });
  const watcher = vscode.workspace.createFileSystemWatcher("**/.data-engineer/snapshots/*/manifest.json");
  const refresh = (): void => {
    tree.refresh();
  };
  return vscode.Disposable.from(
    view, tree, watcher,
    watcher.onDidCreate(refresh), watcher.onDidDelete(refresh),
    services.runs.onDidFinish(refresh),
    vscode.workspace.onDidChangeWorkspaceFolders(refresh),
    vscode.commands.registerCommand("dataEngineer.snapshots.refresh", refresh),
  );
}

async function roots(): Promise<readonly ViewNode[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = (await Promise.all(folders.map((folder) => readSnapshots(folder.uri.fsPath)))).flat();
  setContext("dataEngineer.hasSnapshots", found.length > 0);
  return found.map(snapshotNode);
}

function snapshotNode(snapshot: FoundSnapshot): SnapshotNode {
  const id = `snapshot/${snapshot.folder}`;
  const { manifest } = snapshot;
  if (manifest === null) {
    return { id, label: snapshot.id, snapshot, description: "its manifest cannot be read", icon: new vscode.ThemeIcon("error"), contextValue: "snapshot.torn" };
  }
  const { row } = nounsOf(manifest.engine);
  const rows = manifest.kept.reduce((sum, kept) => sum + kept.rows, 0);
  const when = ago(new Date(manifest.createdAt), new Date());
  return {
    id, snapshot, label: manifest.label, words: [snapshot.id],
    description: rows === 0 ? when : `${when} · ${counted(rows, row)} kept`,
    icon: new vscode.ThemeIcon(manifest.reason === "manual" ? "device-camera" : "history"),
    contextValue: "snapshot.whole",
    spoken: `Snapshot ${manifest.label} of ${manifest.database}, ${when}, ${counted(rows, row)} kept`,
    tooltip: () => `${manifest.id}\n${manifest.engine} ${manifest.version}, ${manifest.database}\n${reasons[manifest.reason]}`,
    children: () => contents(id, snapshot, manifest),
  };
}

const reasons: Readonly<Record<NonNullable<FoundSnapshot["manifest"]>["reason"], string>> = {
  manual: "taken by hand", beforeApply: "taken before a migration", beforeRollback: "taken before a roll back", beforeRun: "taken before statements were run",
};

function contents(id: string, snapshot: FoundSnapshot, manifest: NonNullable<FoundSnapshot["manifest"]>): ViewNode[] {
  const fact = (name: string, value: string): ViewNode => ({ id: `${id}/${name}`, label: name, description: value, icon: new vscode.ThemeIcon("symbol-property") });
  const files = manifest.files.filter((file) => /^(schema\.(sql|json)|catalog\.json)$/.test(file.path)).sort((a, b) => (a.path < b.path ? 1 : -1)).map((file): ViewNode => ({
    id: `${id}/file/${file.path}`, label: file.path, description: bytes(file.bytes), icon: new vscode.ThemeIcon("file-code"),
    command: { command: "vscode.open", title: "Open", arguments: [vscode.Uri.file(path.join(snapshot.folder, file.path)), { preview: true }] },
  }));
  const { row, column } = nounsOf(manifest.engine);
  const kept = manifest.kept.map((rows): ViewNode => ({
    id: `${id}/kept/${rows.file}`, label: rows.schema === "" ? rows.table : `${rows.schema}.${rows.table}`,
    description: `${counted(rows.rows, row)} · ${rows.why}`, icon: new vscode.ThemeIcon("table"),
    tooltip: () => (rows.columns === undefined ? `whole ${row}s` : `${column}s ${rows.columns.join(", ")}`),
  }));
  return [
    ...files, ...kept,
    fact("taken", `${new Date(manifest.createdAt).toLocaleString("en-GB")}, ${reasons[manifest.reason]}`), fact("database", `${manifest.engine} ${manifest.version}, ${manifest.database}`), fact("fingerprint", manifest.fingerprint.slice(0, 16)),
  ];
}
