import type * as vscode from "vscode";
import { registerAudit } from "./vscode/audit/registerAudit.ts";
import { registerChat } from "./vscode/chat/registerChat.ts";
import { registerExplain } from "./vscode/explain/registerExplain.ts";
import { registerDiagnostics } from "./vscode/diagnostics/registerDiagnostics.ts";
import { registerLenses } from "./vscode/lenses/lensProvider.ts";
import { registerOwnCommands } from "./vscode/own/registerOwn.ts";
import { registerAgentCommands } from "./vscode/register.ts";
import { createServices } from "./vscode/services.ts";
import { createStatusBar } from "./vscode/statusBar.ts";
import { createConnectionsView } from "./vscode/views/connectionsView.ts";
import { createMigrationsView } from "./vscode/views/migrationsView.ts";
import { createSnapshotsView } from "./vscode/views/snapshotsView.ts";

/** Wires the faces; loads no driver. */
export function activate(context: vscode.ExtensionContext): void {
  const services = createServices(context);
  context.subscriptions.push(
    registerAgentCommands(services),
    registerOwnCommands(services),
    createConnectionsView(services),
    createMigrationsView(services),
    createSnapshotsView(services),
    createStatusBar(services),
    registerLenses(services),
    registerDiagnostics(services),
    registerChat(services),
    registerAudit(services),
    registerExplain(services),
  );
}
