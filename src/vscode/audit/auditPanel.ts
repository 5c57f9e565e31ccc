import * as vscode from "vscode";
import type { FromAudit, ToAudit } from "../../protocol/audit/messages.ts";
import { readFromAudit } from "../../protocol/audit/messages.ts";
import { panelOptions, panelPage } from "../panels/page.ts";
import { exportRun } from "../reports/exportReport.ts";
import type { Run } from "../runs/finishedRuns.ts";
import type { Services } from "../services.ts";
import { applyFix, dismiss, runAgain } from "./answers.ts";
import { auditView } from "./auditView.ts";
import { KeptRuns } from "./keptRuns.ts";

export const auditPanelType = "dataEngineer.audit";

/** One panel for each command: a new report takes the place of the old one. */
const opened = new Map<string, AuditPanel>();

/** Shows a run in its panel, beside the editor at the first time; the keyboard stays where it is. */
export async function showAudit(services: Services, run: Run): Promise<void> {
  const known = opened.get(run.report.command);
  if (known !== undefined) return known.show(run);
  const panel = vscode.window.createWebviewPanel(auditPanelType, titleOf(run), { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, panelOptions(services.context.extensionUri));
  await new AuditPanel(services, panel).show(run);
}

/** Fills a panel of a window that was loaded anew. */
export async function restoreAudit(services: Services, panel: vscode.WebviewPanel, state: unknown): Promise<void> {
  const command = typeof state === "object" && state !== null && "command" in state && typeof state.command === "string" ? state.command : "";
  panel.webview.options = panelOptions(services.context.extensionUri);
  const run = await new KeptRuns(services.context.storageUri).find(command);
  await new AuditPanel(services, panel).show(run);
}

class AuditPanel {
  private readonly services: Services;
  private readonly panel: vscode.WebviewPanel;
  private readonly kept: KeptRuns;
  private run: Run | undefined;
  private busy = "";

  constructor(services: Services, panel: vscode.WebviewPanel) {
    this.services = services;
    this.panel = panel;
    this.kept = new KeptRuns(services.context.storageUri);
    panel.iconPath = new vscode.ThemeIcon("shield");
    panel.webview.onDidReceiveMessage((message: unknown) => {
      void this.receive(message);
    });
    panel.onDidDispose(() => {
      for (const [command, one] of opened) if (one === this) opened.delete(command);
    });
    panel.webview.html = panelPage(panel.webview, services.context.extensionUri, "audit");
  }

  /** Without a run: its window is closed and it was not kept. */
  async show(run: Run | undefined): Promise<void> {
    this.run = run;
    if (run !== undefined) {
      opened.set(run.report.command, this);
      this.panel.title = titleOf(run);
      this.panel.reveal(undefined, true);
    }
    this.tell();
    if (run !== undefined) await this.kept.keep(run);
  }

  /** Everything that the page shows; sent again whenever it comes back, since a hidden page gets no messages. */
  private tell(): void {
    this.send(this.run === undefined ? { type: "gone" } : { type: "show", view: auditView(this.run) });
    this.send({ type: "busy", what: this.busy });
  }

  private send(message: ToAudit): void {
    void this.panel.webview.postMessage(message);
  }

  private async receive(value: unknown): Promise<void> {
    const message = readFromAudit(value);
    if (message === undefined) {
      this.services.log.info("The audit's page sent what is no message of its own; it was not read.");
      return;
    }
    try {
      await this.answer(message);
    } catch (error) {
      this.services.log.error(error);
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }

  private async answer(message: FromAudit): Promise<void> {
    const { run, services } = this;
    if (message.type === "ready") return this.tell();
    if (run === undefined) return undefined;
    switch (message.type) {
      case "copy":
        await vscode.env.clipboard.writeText(message.text);
        return this.send({ type: "tell", text: "Copied." });
      case "export":
        return exportRun(run, message.format);
      case "rerun":
        return this.while("Running it again", () => runAgain(services, run));
      case "applyFix":
        return this.while("Applying the fix", () => applyFix(services, run, message.key, this.panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One));
      case "dismiss":
        return this.while("Dismissing it and looking again", () => dismiss(services, run, message.key, message.reason, message.until));
    }
  }

  /** One thing at a time; the page says what runs. */
  private async while(what: string, work: () => Promise<unknown>): Promise<void> {
    if (this.busy !== "") return this.send({ type: "tell", text: `${this.busy}; wait for it to end.` });
    this.busy = what;
    this.send({ type: "busy", what });
    try {
      await work();
    } finally {
      this.busy = "";
      this.send({ type: "busy", what: "" });
    }
  }
}

function titleOf({ report }: Run): string {
  return report.command === "security-audit" ? "Security Audit" : "Test as User";
}
