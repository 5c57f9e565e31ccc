import * as vscode from "vscode";
import { findCommand } from "../../agent/commands.ts";
import type { Report } from "../../core/report/report.ts";
import { queryHere } from "../inputs/queryHere.ts";
import { relativePath } from "../runs/invocation.ts";
import type { Services } from "../services.ts";
import { workspaceCwd } from "../workspaceCwd.ts";
import { rememberOrigin } from "./origins.ts";
import { chooseFile, keepPlanText } from "./planFiles.ts";

type Flags = Readonly<Record<string, string | true>>;

/** Explains what is selected in the active editor, or the statement in which the cursor stands. */
export async function explainQuery(services: Services, analyse: boolean): Promise<Report | undefined> {
  const here = await queryHere(services);
  if (here === undefined) return undefined;
  const { document, start, text } = here;
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
