import * as vscode from "vscode";
import { workspaceSettings } from "../agent/settings.ts";
import type { WorkspaceSettings } from "../commands/context.ts";
import type { Dialect } from "../core/engineId.ts";

const section = "dataEngineer";

/** One setting's value; the manifest holds its default. */
export function setting<Value>(name: string, scope?: vscode.ConfigurationScope): Value {
  return vscode.workspace.getConfiguration(section, scope ?? null).get(name) as Value;
}

export function changesSetting(event: vscode.ConfigurationChangeEvent, name: string): boolean {
  return event.affectsConfiguration(`${section}.${name}`);
}

/** The settings that a run needs, for one workspace folder. */
export function settingsOf(folder?: vscode.Uri): WorkspaceSettings {
  const configuration = vscode.workspace.getConfiguration(section, folder ?? null);
  return workspaceSettings((key) => configuration.get(key));
}

/** The language that scripts are read in when no connection says it. */
export function configuredDialect(folder?: vscode.Uri): Dialect | undefined {
  const dialect = setting<Dialect | "auto">("dialect", folder);
  return dialect === "auto" ? undefined : dialect;
}
