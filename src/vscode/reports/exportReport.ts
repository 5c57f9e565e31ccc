import path from "node:path";
import * as vscode from "vscode";
import { renderHtml } from "../../core/report/render/html.ts";
import { renderJson } from "../../core/report/render/json.ts";
import { renderMarkdown } from "../../core/report/render/markdown.ts";
import { renderSarif } from "../../core/report/render/sarif.ts";
import { renderText } from "../../core/report/render/text.ts";
import type { Report } from "../../core/report/report.ts";
import type { Run } from "../runs/finishedRuns.ts";
import type { Services } from "../services.ts";

type Format = vscode.QuickPickItem & { readonly extension: string; readonly render: (report: Report) => string };

const formats = {
  markdown: { label: "Markdown", description: "to read and to paste", extension: "md", render: (report) => renderMarkdown(report) },
  html: { label: "HTML", description: "one page without scripts, to send and to print", extension: "html", render: renderHtml },
  json: { label: "JSON", description: "the whole report, for programs", extension: "json", render: renderJson },
  sarif: { label: "SARIF", description: "findings, for code scanning", extension: "sarif", render: renderSarif },
  text: { label: "Text", description: "as the console shows it", extension: "txt", render: (report) => renderText(report) },
} satisfies Readonly<Record<string, Format>>;

/** Asks for a format and a place, and writes the report there. Without `uri` it is the last one. */
export async function exportReport(services: Services, uri?: vscode.Uri): Promise<void> {
  const run = services.reports.find(uri) ?? services.reports.find(services.reports.newest);
  if (run === undefined) return;
  const format = await vscode.window.showQuickPick<Format>(Object.values(formats), { placeHolder: `Export ${run.report.command} as` });
  if (format !== undefined) await writeRun(run, format);
}

/** Asks for a place and writes the run's report there. `beside`: where the written file covers nothing. */
export async function exportRun(run: Run, format: keyof typeof formats, beside: vscode.ViewColumn): Promise<void> {
  await writeRun(run, formats[format], beside);
}

async function writeRun(run: Run, format: Format, column?: vscode.ViewColumn): Promise<void> {
  const stamp = run.at.toISOString().slice(0, 16).replace(/[:T]/g, "-");
  const proposed = vscode.Uri.file(path.join(run.cwd, `${run.report.command}-${stamp}.${format.extension}`));
  const target = await vscode.window.showSaveDialog({ defaultUri: proposed, filters: { [format.label]: [format.extension] } });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(format.render(run.report)));
  await vscode.window.showTextDocument(target, { preview: true, ...(column === undefined ? {} : { viewColumn: column }) });
}
