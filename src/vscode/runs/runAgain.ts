import * as vscode from "vscode";
import { findCommand } from "../../agent/commands.ts";
import type { Report } from "../../core/report/report.ts";
import type { Services } from "../services.ts";
import type { Run } from "./finishedRuns.ts";

type Flags = Readonly<Record<string, string | true>>;

/** Runs what made this report again; its panel shows the new one when it is there. */
export async function runAgain(services: Services, run: Run, more: Flags = {}): Promise<Report | undefined> {
  const entry = findCommand(run.report.command);
  if (entry === undefined || run.ran === undefined || !(await sameConnection(services, run))) return undefined;
  const decisions = new Set(["dismiss", "undismiss", "reason", "until", "baseline"]);
  const flags = Object.fromEntries(Object.entries(run.ran.flags).filter(([name]) => !decisions.has(name)));
  return vscode.commands.executeCommand<Report | undefined>(entry.id, { args: run.ran.args, flags: { ...flags, ...more }, uri: vscode.Uri.file(run.cwd) });
}

/** What a report says is true of the database that it looked at: with another connection in use nothing of it is done. */
export async function sameConnection(services: Services, { ran }: Run): Promise<boolean> {
  const { active } = services.connections;
  if (ran?.connection === undefined || ran.connection === active?.name) return true;
  const wanted = services.connections.find(ran.connection);
  const words = `This report is about ${ran.connection}; ${active === undefined ? "no connection" : active.name} is in use now.`;
  if (wanted === undefined) {
    void vscode.window.showWarningMessage(`${words} ${ran.connection} is no longer configured, so nothing was done.`);
    return false;
  }
  const use = `Use ${ran.connection}`;
  if ((await vscode.window.showWarningMessage(words, use)) !== use) return false;
  await services.connections.setActive(wanted.name);
  return true;
}
