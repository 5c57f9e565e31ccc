import * as vscode from "vscode";
import type { Run } from "../runs/finishedRuns.ts";
import type { Services } from "../services.ts";
import { KeptRuns } from "./keptRuns.ts";
import { panelOptions, panelPage } from "./page.ts";

/** What makes the panel of one kind of report. `From`: what its page may send. */
export interface PanelKind<From extends { readonly type: string }> {
  /** As the manifest and the editor know it. */
  readonly type: string;
  /** Its bundle in dist/webviews. */
  readonly page: Parameters<typeof panelPage>[2];
  readonly icon: string;
  title(run: Run): string;
  /** The message, or undefined where it is none of this page's. */
  read(value: unknown): From | undefined;
  /** Everything that the page shows. */
  view(services: Services, run: Run): Promise<object> | object;
  answer(panel: ReportPanel<From>, run: Run, message: From): Promise<void>;
}

/** One panel for each command: a new report takes the place of the old one. */
const opened = new Map<string, { show(run: Run): Promise<void> }>();

/** Shows a run in its panel, beside the editor at the first time; the keyboard stays where it is. */
export async function showInPanel<From extends { readonly type: string }>(services: Services, kind: PanelKind<From>, run: Run): Promise<void> {
  const known = opened.get(run.report.command);
  if (known !== undefined) return known.show(run);
  const panel = vscode.window.createWebviewPanel(kind.type, kind.title(run), { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, panelOptions(services.context.extensionUri));
  await new ReportPanel(services, kind, panel).show(run);
}

/** Fills a panel of a window that was loaded anew. */
export async function restorePanel<From extends { readonly type: string }>(services: Services, kind: PanelKind<From>, panel: vscode.WebviewPanel, state: unknown): Promise<void> {
  const command = typeof state === "object" && state !== null && "command" in state && typeof state.command === "string" ? state.command : "";
  panel.webview.options = panelOptions(services.context.extensionUri);
  const run = await new KeptRuns(services.context.storageUri).find(command);
  await new ReportPanel(services, kind, panel).show(run);
}

/** A webview that shows the report of a run and asks for what a person wants done about it. */
export class ReportPanel<From extends { readonly type: string }> {
  readonly services: Services;
  private readonly kind: PanelKind<From>;
  private readonly panel: vscode.WebviewPanel;
  private readonly kept: KeptRuns;
  private run: Run | undefined;
  private busy = "";

  constructor(services: Services, kind: PanelKind<From>, panel: vscode.WebviewPanel) {
    this.services = services;
    this.kind = kind;
    this.panel = panel;
    this.kept = new KeptRuns(services.context.storageUri);
    panel.iconPath = new vscode.ThemeIcon(kind.icon);
    panel.webview.onDidReceiveMessage((message: unknown) => {
      void this.receive(message);
    });
    panel.onDidDispose(() => {
      for (const [command, one] of opened) if (one === this) opened.delete(command);
    });
    panel.webview.html = panelPage(panel.webview, services.context.extensionUri, kind.page);
  }

  /** A column beside which nothing of the panel is covered. */
  get beside(): vscode.ViewColumn {
    return this.panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
  }

  /** Without a run: its window is closed and it was not kept. */
  async show(run: Run | undefined): Promise<void> {
    this.run = run;
    if (run !== undefined) {
      opened.set(run.report.command, this);
      this.panel.title = this.kind.title(run);
      this.panel.reveal(undefined, true);
    }
    await this.tellAll();
    if (run !== undefined) await this.kept.keep(run);
  }

  /** Says something to whoever looks at the page. */
  tell(text: string): void {
    this.send({ type: "tell", text });
  }

  async copy(text: string): Promise<void> {
    await vscode.env.clipboard.writeText(text);
    this.tell("Copied.");
  }

  /** One thing at a time; the page says what runs. */
  async while(what: string, work: () => Promise<unknown>): Promise<void> {
    if (this.busy !== "") {
      this.tell(`${this.busy}; wait for it to end.`);
      return;
    }
    this.busy = what;
    this.send({ type: "busy", what });
    try {
      await work();
    } finally {
      this.busy = "";
      this.send({ type: "busy", what: "" });
    }
  }

  /** Everything that the page shows; sent again whenever it comes back, since a hidden page gets no messages. */
  private async tellAll(): Promise<void> {
    const { run } = this;
    const message = run === undefined ? { type: "gone" } : { type: "show", view: await this.kind.view(this.services, run) };
    if (run !== this.run) return;
    this.send(message);
    this.send({ type: "busy", what: this.busy });
  }

  private send(message: object): void {
    void this.panel.webview.postMessage(message);
  }

  private async receive(value: unknown): Promise<void> {
    const message = this.kind.read(value);
    if (message === undefined) {
      this.services.log.info(`The page of ${this.kind.type} sent what is no message of its own; it was not read.`);
      return;
    }
    try {
      if (message.type === "ready") await this.tellAll();
      else if (this.run !== undefined) await this.kind.answer(this, this.run, message);
    } catch (error) {
      this.services.log.error(error);
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }
}
