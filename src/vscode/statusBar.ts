import * as vscode from "vscode";
import { describeProfile } from "../agent/connectionProfile.ts";
import type { PermissionMode } from "../agent/permissionMode.ts";
import { modeMeans } from "./mode.ts";
import type { Services } from "./services.ts";

const modeIcons: Readonly<Record<PermissionMode, string>> = { ask: "$(shield)", auto: "$(zap)", explore: "$(eye)" };

/** One item: which connection, its role, and the permission mode. It warns for production and is hidden where there is nothing to say. */
export function createStatusBar(services: Services): vscode.Disposable {
  const { connections, mode } = services;
  const item = vscode.window.createStatusBarItem("dataEngineer.status", vscode.StatusBarAlignment.Left, 50);
  item.name = "Data Engineer";
  item.command = "dataEngineer.showMenu";
  const show = (): void => {
    const active = connections.active;
    const production = active?.role === "production";
    item.text = active === undefined ? "$(database) No connection" : `$(database) ${active.name} · ${active.role} ${modeIcons[mode.current]} ${mode.current}`;
    item.backgroundColor = production ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    item.accessibilityInformation = { label: active === undefined ? "Data Engineer, no connection" : `Data Engineer, connection ${active.name}, ${active.role}, mode ${mode.current}` };
    item.tooltip = tooltip(services);
    if (active !== undefined || connections.profiles.length > 0) item.show();
    else item.hide();
  };
  show();
  return vscode.Disposable.from(item, connections.onDidChange(show), mode.onDidChange(show), vscode.workspace.onDidGrantWorkspaceTrust(show));
}

function tooltip(services: Services): vscode.MarkdownString {
  const { connections, mode } = services;
  const active = connections.active;
  const text = new vscode.MarkdownString("", true);
  text.isTrusted = { enabledCommands: ["dataEngineer.connections.activate", "dataEngineer.yolo", "dataEngineer.console.open"] };
  text.appendMarkdown("**Data Engineer**\n\n");
  if (active === undefined) text.appendMarkdown("No connection is in use.");
  else {
    text.appendMarkdown("$(database) ");
    text.appendText(`${active.name}, ${active.role}: ${describeProfile(active)}`);
  }
  text.appendMarkdown(`\n\n${modeIcons[mode.current]} ${mode.current}: ${modeMeans[mode.current]}\n\n`);
  text.appendMarkdown("[Use Connection…](command:dataEngineer.connections.activate) · [Cycle Mode](command:dataEngineer.yolo) · [Console](command:dataEngineer.console.open)");
  return text;
}
