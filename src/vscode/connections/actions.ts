import * as vscode from "vscode";
import { describeProfile } from "../../agent/connectionProfile.ts";
import type { ConnectionProfile } from "../../agent/connectionProfile.ts";
import type { Connections } from "./connections.ts";
import { deleteProfile } from "./save.ts";
import { describeFailure, testConnection } from "./test.ts";
import { connectionWizard } from "./wizard.ts";

export async function addConnection(connections: Connections): Promise<void> {
  await connectionWizard(connections);
}

export async function editConnection(connections: Connections, profile?: ConnectionProfile): Promise<void> {
  const edited = profile ?? (await pickConnection(connections, "Which connection is edited?"));
  if (edited !== undefined) await connectionWizard(connections, edited);
}

export async function removeConnection(connections: Connections, profile?: ConnectionProfile): Promise<void> {
  const removed = profile ?? (await pickConnection(connections, "Which connection is deleted?"));
  if (removed === undefined) return;
  const yes = "Delete Connection";
  const detail = `${describeProfile(removed)}\n\nThe entry in settings and the stored password are deleted. The database is not touched.`;
  if ((await vscode.window.showWarningMessage(`Delete the connection ${removed.name}?`, { modal: true, detail }, yes)) === yes) await deleteProfile(connections, removed);
}

export async function activateConnection(connections: Connections, profile?: ConnectionProfile): Promise<void> {
  const chosen = profile ?? (await pickConnection(connections, "Which connection do commands use?"));
  if (chosen !== undefined) await connections.setActive(chosen.name);
}

export async function checkConnection(connections: Connections, profile?: ConnectionProfile): Promise<void> {
  const tested = profile ?? connections.active ?? (await pickConnection(connections, "Which connection is tested?"));
  if (tested === undefined) return;
  const result = await testConnection(connections, tested);
  if (result.passed) {
    const { dialect, version, user } = result.facts;
    void vscode.window.showInformationMessage(`${tested.name} answers: ${dialect} ${version}${user === "" ? "" : ` as ${user}`}.`);
    return;
  }
  const edit = "Edit Connection";
  const choice = await vscode.window.showErrorMessage(`${tested.name}: ${describeFailure(result.error).replace(/\n+/g, " ")}`, edit);
  if (choice === edit) await connectionWizard(connections, tested);
}

/** Offers the connections, the active one first, and a way to add one. */
export async function pickConnection(connections: Connections, placeHolder: string): Promise<ConnectionProfile | undefined> {
  type Item = vscode.QuickPickItem & { readonly profile?: ConnectionProfile };
  const active = connections.active;
  const items: Item[] = connections.profiles.map((profile) => ({
    label: `$(${profile.role === "production" ? "warning" : "database"}) ${profile.name}`,
    description: profile === active ? `${profile.role}, active` : profile.role,
    detail: describeProfile(profile),
    profile,
  }));
  items.sort((a, b) => Number(b.profile === active) - Number(a.profile === active));
  const chosen = await vscode.window.showQuickPick<Item>([...items, { label: "$(add) Add connection…", alwaysShow: true }], { placeHolder, matchOnDescription: true, matchOnDetail: true });
  if (chosen === undefined) return undefined;
  return chosen.profile ?? connectionWizard(connections);
}
