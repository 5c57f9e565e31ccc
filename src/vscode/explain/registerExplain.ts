import * as vscode from "vscode";
import type { Services } from "../services.ts";

/** Brings the panel of a plan back in a window that is loaded anew. */
export function registerExplain(services: Services): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer("dataEngineer.explain", {
    deserializeWebviewPanel: async (panel, state: unknown) => (await import("../panels/reportPanel.ts")).restorePanel(services, (await import("./explainPanel.ts")).explainPanel, panel, state),
  });
}
