import * as vscode from "vscode";
import { findCommand } from "../../agent/commands.ts";
import type { Report } from "../../core/report/report.ts";
import { queryHere } from "../inputs/queryHere.ts";
import type { Services } from "../services.ts";

/** Designs indexes for what is selected in the active editor, or for the statement in which the cursor stands. */
export async function designForQuery(services: Services): Promise<Report | undefined> {
  const here = await queryHere(services);
  const entry = findCommand("design-indexes");
  if (here === undefined || entry === undefined) return undefined;
  return vscode.commands.executeCommand<Report | undefined>(entry.id, { args: [], flags: { query: here.text }, uri: here.document.uri });
}
