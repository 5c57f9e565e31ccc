import * as vscode from "vscode";
import { dialectOfProfile } from "../../agent/profiles/dialect.ts";
import { loadEngine } from "../../engines/load.ts";
import type { Services } from "../services.ts";
import { configuredDialect } from "../settings.ts";
import { workspaceFolder } from "../workspaceCwd.ts";

/** A query in a document, and where in it it begins. */
export interface QueryHere {
  readonly document: vscode.TextDocument;
  readonly start: number;
  readonly text: string;
}

/** What is selected in the active editor, or the statement in which the cursor stands; without either it says so, and gives nothing. */
export async function queryHere(services: Services): Promise<QueryHere | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    void vscode.window.showWarningMessage("Open a file with the query, and put the cursor into it.");
    return undefined;
  }
  const { document, selection } = editor;
  const { start, text } = selection.isEmpty ? await statementAt(services, document, document.offsetAt(selection.active)) : { start: document.offsetAt(selection.start), text: document.getText(selection) };
  if (text.trim() !== "") return { document, start, text };
  void vscode.window.showWarningMessage("There is no statement where the cursor stands. Select one, or put the cursor into it.");
  return undefined;
}

/** The statement around an offset, cut by the language of the connection in use. */
async function statementAt({ connections }: Services, document: vscode.TextDocument, offset: number): Promise<{ readonly start: number; readonly text: string }> {
  const { active } = connections;
  const dialect = (active === undefined ? undefined : dialectOfProfile(active)) ?? configuredDialect(workspaceFolder(document.uri)?.uri) ?? "postgresql";
  const { statements } = (await loadEngine(dialect)).split(document.getText());
  const found = statements.find(({ start, end }) => start <= offset && offset <= end + 1) ?? statements.find(({ start }) => start >= offset) ?? statements.at(-1);
  return found === undefined ? { start: 0, text: "" } : { start: found.start, text: found.text };
}
