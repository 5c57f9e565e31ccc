import * as vscode from "vscode";
import type { Services } from "../services.ts";

/** Brings audit panels back in a window that is loaded anew. */
export function registerAudit(services: Services): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer("dataEngineer.audit", {
    deserializeWebviewPanel: async (panel, state: unknown) => (await import("../panels/reportPanel.ts")).restorePanel(services, (await import("./auditPanel.ts")).auditPanel, panel, state),
  });
}
