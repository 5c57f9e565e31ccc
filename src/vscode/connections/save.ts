import * as vscode from "vscode";
import { isServer } from "../../agent/connectionProfile.ts";
import type { ConnectionProfile } from "../../agent/connectionProfile.ts";
import type { Connections } from "./connections.ts";

type Entry = Readonly<Record<string, unknown>>;

/** Writes a profile to settings and its password to the secret storage. An edited one is replaced where it stands. */
export async function saveProfile(connections: Connections, profile: ConnectionProfile, password: string | undefined, edited: ConnectionProfile | undefined, preferred: vscode.ConfigurationTarget): Promise<void> {
  if (isServer(profile)) {
    const kept = edited !== undefined && isServer(edited) ? await connections.passwords.get(edited) : undefined;
    const secret = password ?? (profile.password === undefined ? kept : undefined);
    if (edited !== undefined && isServer(edited)) await connections.passwords.forget(edited);
    if (secret !== undefined && (await connections.passwords.set(profile, secret)) === "session") {
      void vscode.window.showWarningMessage(`This machine keeps no secrets, so the password of ${profile.name} is known until the window closes. \${env:NAME} works without a keyring.`);
    }
  }
  const place = edited === undefined ? undefined : placeOf(edited.name);
  const target = place ?? preferred;
  const entries = entriesAt(target);
  const at = entries.findIndex((entry) => entry["name"] === edited?.name);
  await write(target, at === -1 ? [...entries, profile] : [...entries.slice(0, at), profile, ...entries.slice(at + 1)]);
}

/** Takes a profile out of settings and its password out of the secret storage. */
export async function deleteProfile(connections: Connections, profile: ConnectionProfile): Promise<void> {
  const target = placeOf(profile.name);
  if (target !== undefined) await write(target, entriesAt(target).filter((entry) => entry["name"] !== profile.name));
  if (isServer(profile)) await connections.passwords.forget(profile);
}

function placeOf(name: string): vscode.ConfigurationTarget | undefined {
  return [vscode.ConfigurationTarget.Workspace, vscode.ConfigurationTarget.Global].find((target) => entriesAt(target).some((entry) => entry["name"] === name));
}

function entriesAt(target: vscode.ConfigurationTarget): readonly Entry[] {
  const found = vscode.workspace.getConfiguration("dataEngineer").inspect<readonly Entry[]>("connections");
  const value = target === vscode.ConfigurationTarget.Workspace ? found?.workspaceValue : found?.globalValue;
  return Array.isArray(value) ? value : [];
}

async function write(target: vscode.ConfigurationTarget, entries: readonly object[]): Promise<void> {
  await vscode.workspace.getConfiguration("dataEngineer").update("connections", entries.length === 0 ? undefined : entries, target);
}
