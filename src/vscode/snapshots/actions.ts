import { readFile } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { SnapshotError } from "../../core/errors.ts";
import type { Services } from "../services.ts";
import { withSession } from "../connections/openSession.ts";
import { settingsOf } from "../settings.ts";
import { withAbort } from "../withAbort.ts";
import { workspaceCwd } from "../workspaceCwd.ts";
import type { FoundSnapshot } from "./readSnapshots.ts";
import { readSnapshots } from "./readSnapshots.ts";
import { counted } from "../../core/counted.ts";
import { nounsOf } from "../../core/nouns.ts";

export async function openSchema(snapshot: FoundSnapshot): Promise<void> {
  await vscode.window.showTextDocument(schemaUri(snapshot), { preview: true });
}

/** The snapshot's schema on the left, the database's schema as it is now on the right. */
export async function compareWithDatabase(services: Services, snapshot: FoundSnapshot): Promise<void> {
  const { connections } = services;
  const profile = connections.active;
  const target = profile === undefined ? undefined : await connections.target(profile, true);
  if (profile === undefined || target === undefined) {
    await vscode.commands.executeCommand("dataEngineer.connections.activate");
    return;
  }
  const uri = schemaUri(snapshot);
  const kept = await readFile(uri.fsPath, "utf8");
  const now = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Reading the schema of ${profile.name}`, cancellable: true }, (_progress, token) =>
    withAbort(token, (signal) => withSession(target, workspaceCwd(), settingsOf(), signal, async (session) => ({ text: session.engine.renderCatalog(await session.catalog(signal)), ending: session.engine.scriptEnding }))));
  if (now.text.trim() === kept.trim()) {
    void vscode.window.showInformationMessage(`The schema of ${profile.name} equals the snapshot ${labelOf(snapshot)}.`);
    return;
  }
  await vscode.commands.executeCommand("vscode.diff", uri, services.previews.uri(`${profile.name} now`, now.text, now.ending.slice(1)), `${labelOf(snapshot)} ↔ ${profile.name} now`);
}

export async function compareWithOther(snapshot: FoundSnapshot): Promise<void> {
  const cwd = path.resolve(snapshot.folder, "..", "..", "..");
  const others = (await readSnapshots(cwd)).filter((other) => other.id !== snapshot.id && other.manifest !== null);
  const items = others.map((other) => ({ label: labelOf(other), description: other.manifest?.createdAt ?? "", other }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: others.length === 0 ? "There is no other snapshot" : `Compare ${labelOf(snapshot)} with` });
  if (chosen === undefined) return;
  const [older, newer] = snapshot.id < chosen.other.id ? [snapshot, chosen.other] : [chosen.other, snapshot];
  await vscode.commands.executeCommand("vscode.diff", schemaUri(older), schemaUri(newer), `${labelOf(older)} ↔ ${labelOf(newer)}`);
}

export async function deleteSnapshot(snapshot: FoundSnapshot): Promise<void> {
  const yes = "Delete Snapshot";
  const rows = snapshot.manifest?.kept.reduce((sum, kept) => sum + kept.rows, 0) ?? 0;
  const detail = `${snapshot.id}\n\nIt can then no longer be restored${rows === 0 ? "" : `, and the ${counted(rows, nounsOf(snapshot.manifest?.engine).row)} that it kept ${rows === 1 ? "is" : "are"} gone`}. The database is not touched.`;
  if ((await vscode.window.showWarningMessage(`Delete the snapshot ${labelOf(snapshot)}?`, { modal: true, detail }, yes)) !== yes) return;
  await vscode.workspace.fs.delete(vscode.Uri.file(snapshot.folder), { recursive: true, useTrash: false });
  await vscode.commands.executeCommand("dataEngineer.snapshots.refresh");
}

function labelOf(snapshot: FoundSnapshot): string {
  return snapshot.manifest?.label ?? snapshot.id;
}

function schemaUri(snapshot: FoundSnapshot): vscode.Uri {
  const file = snapshot.manifest?.files.find((known) => known.path === "schema.sql" || known.path === "schema.json")?.path;
  if (file === undefined) throw new SnapshotError("torn", `The snapshot ${snapshot.id} has no schema.`, { next: "It was not written to its end; delete it." });
  return vscode.Uri.file(path.join(snapshot.folder, file));
}
