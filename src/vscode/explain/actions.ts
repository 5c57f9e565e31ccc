import * as vscode from "vscode";
import { dialectOfProfile } from "../../agent/profiles/dialect.ts";
import { findCommand } from "../../agent/commands.ts";
import type { Report } from "../../core/report/report.ts";
import { loadEngine } from "../../engines/load.ts";
import { relativePath } from "../runs/invocation.ts";
import type { Services } from "../services.ts";
import { configuredDialect } from "../settings.ts";
import { workspaceCwd, workspaceFolder } from "../workspaceCwd.ts";
import { rememberOrigin } from "./origins.ts";
import { chooseFile, keepPlanText } from "./planFiles.ts";

type Flags = Readonly<Record<string, string | true>>;

/** Explains what is selected in the active editor, or the statement in which the cursor stands. */
export async function explainQuery(services: Services, analyse: boolean): Promise<Report | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    void vscode.window.showWarningMessage("Open a file with the query, and put the cursor into it.");
    return undefined;
  }
  const { document, selection } = editor;
  const { start, text } = selection.isEmpty ? await statementAt(services, document, document.offsetAt(selection.active)) : { start: document.offsetAt(selection.start), text: document.getText(selection) };
  if (text.trim() === "") {
    void vscode.window.showWarningMessage("There is no statement where the cursor stands. Select one, or put the cursor into it.");
    return undefined;
  }
  rememberOrigin({ uri: document.uri, offset: start, text });
  return analyze(["query", text], analyse ? { analyze: true } : {}, document.uri);
}

/** Reads a file, the active editor's text, or a file that is chosen, as a plan. No server is asked. */
export async function openPlan(services: Services, uri?: vscode.Uri): Promise<Report | undefined> {
  const document = uri === undefined ? vscode.window.activeTextEditor?.document : vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  if (document !== undefined && (document.isDirty || document.isUntitled)) return analyze(["query"], { plan: await keepPlanText(services, "opened", document.getText()) }, document.uri);
  const cwd = workspaceCwd(uri);
  const file = uri ?? (document?.uri.scheme === "file" ? document.uri : undefined);
  const plan = file === undefined ? await chooseFile(cwd, "The plan to open") : relativePath(file, cwd);
  return plan === undefined ? undefined : analyze(["query"], { plan }, file ?? vscode.Uri.file(cwd));
}

/** Reads the clipboard's text as a plan. No server is asked. */
export async function pastePlan(services: Services): Promise<Report | undefined> {
  const text = await vscode.env.clipboard.readText();
  if (text.trim() === "") {
    void vscode.window.showWarningMessage("The clipboard holds no text. Copy a plan, then run this again.");
    return undefined;
  }
  return analyze(["query"], { plan: await keepPlanText(services, "pasted", text) }, vscode.Uri.file(workspaceCwd()));
}

async function analyze(args: readonly string[], flags: Flags, uri: vscode.Uri): Promise<Report | undefined> {
  const entry = findCommand("analyze-performance");
  return entry === undefined ? undefined : vscode.commands.executeCommand<Report | undefined>(entry.id, { args, flags, uri });
}

/** The statement around an offset, cut by the language of the connection in use. */
async function statementAt({ connections }: Services, document: vscode.TextDocument, offset: number): Promise<{ readonly start: number; readonly text: string }> {
  const { active } = connections;
  const dialect = (active === undefined ? undefined : dialectOfProfile(active)) ?? configuredDialect(workspaceFolder(document.uri)?.uri) ?? "postgresql";
  const { statements } = (await loadEngine(dialect)).split(document.getText());
  const found = statements.find(({ start, end }) => start <= offset && offset <= end + 1) ?? statements.find(({ start }) => start >= offset) ?? statements.at(-1);
  return found === undefined ? { start: 0, text: "" } : { start: found.start, text: found.text };
}
