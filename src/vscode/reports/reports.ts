import * as vscode from "vscode";
import { setContext } from "../contextKeys.ts";
import type { Run } from "../runs/finishedRuns.ts";

const reportScheme = "data-engineer-report";
const kept = 30;

/** Finished runs as read-only Markdown documents; rendered when they are first shown. */
export class Reports implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly runs = new Map<string, Run>();
  private readonly registration: vscode.Disposable;
  private count = 0;

  constructor() {
    this.registration = vscode.workspace.registerTextDocumentContentProvider(reportScheme, this);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const run = this.runs.get(uri.path);
    if (run === undefined) return "This report belongs to a window that is closed. Run the command again.\n";
    const { renderMarkdown } = await import("../../core/report/render/markdown.ts");
    return renderMarkdown(run.report);
  }

  /** Keeps a run; the oldest ones are forgotten. */
  add(run: Run): vscode.Uri {
    this.count += 1;
    const uri = vscode.Uri.from({ scheme: reportScheme, path: `/${run.report.command} ${this.count}.md` });
    this.runs.set(uri.path, run);
    const oldest = this.runs.size > kept ? this.runs.keys().next().value : undefined;
    if (oldest !== undefined) this.runs.delete(oldest);
    setContext("dataEngineer.hasReport", true);
    return uri;
  }

  find(uri: vscode.Uri | undefined): Run | undefined {
    return uri?.scheme === reportScheme ? this.runs.get(uri.path) : undefined;
  }

  /** The newest dry-run, apply or roll back that speaks of a file. */
  lastAbout(file: string): vscode.Uri | undefined {
    const about = [...this.runs].filter(([, { report }]) => {
      const migrations = report.data["migrations"];
      return Array.isArray(migrations) && migrations.some((migration) => (migration as { readonly file?: unknown }).file === file);
    });
    const path = about.at(-1)?.[0];
    return path === undefined ? undefined : vscode.Uri.from({ scheme: reportScheme, path });
  }

  get newest(): vscode.Uri | undefined {
    const path = [...this.runs.keys()].at(-1);
    return path === undefined ? undefined : vscode.Uri.from({ scheme: reportScheme, path });
  }

  dispose(): void {
    this.registration.dispose();
  }
}

/** Opens a report beside the editor without taking the focus: rendered where the Markdown preview is there, else as its text. */
export async function showReport(uri: vscode.Uri): Promise<void> {
  const how = { preview: true, preserveFocus: true, viewColumn: reportColumn() };
  try {
    await vscode.commands.executeCommand("vscode.openWith", uri, "vscode.markdown.preview.editor", how);
  } catch {
    await vscode.window.showTextDocument(uri, how);
  }
}

/** Beside the active editor; where a report is active itself, in its place. A column given by number would take the focus, whatever the options say. */
function reportColumn(): vscode.ViewColumn {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const report = (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) && input.uri.scheme === reportScheme;
  return report ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
}
