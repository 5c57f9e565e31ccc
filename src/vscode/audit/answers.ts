import * as vscode from "vscode";
import { findCommand } from "../../agent/commands.ts";
import type { Report } from "../../core/report/report.ts";
import type { Run } from "../runs/finishedRuns.ts";
import type { Services } from "../services.ts";
import { keyOf } from "./auditView.ts";

type Flags = Readonly<Record<string, string | true>>;

/** Runs what made this report again; its panel shows the new one when it is there. */
export async function runAgain(services: Services, run: Run, more: Flags = {}): Promise<Report | undefined> {
  const entry = findCommand(run.report.command);
  if (entry === undefined || run.ran === undefined || !(await sameConnection(services, run))) return undefined;
  const decisions = new Set(["dismiss", "reason", "until", "baseline"]);
  const flags = Object.fromEntries(Object.entries(run.ran.flags).filter(([name]) => !decisions.has(name)));
  return vscode.commands.executeCommand<Report | undefined>(entry.id, { args: run.ran.args, flags: { ...flags, ...more }, uri: vscode.Uri.file(run.cwd) });
}

/** Looks a finding's proven fix up by its key, shows its statements and what undoes them, and runs them as a person would: by `*run-sql`, which asks as mode, role and loss require. `beside`: where the preview covers nothing. */
export async function applyFix(services: Services, run: Run, key: string, beside: vscode.ViewColumn): Promise<void> {
  const fix = run.report.findings.find((finding) => keyOf(finding) === key)?.fix;
  const entry = findCommand("run-sql");
  if (fix?.sql === undefined || !fix.proven || entry === undefined) {
    void vscode.window.showWarningMessage("There is no proven fix for this finding in the report; run the audit again.");
    return;
  }
  if (!(await sameConnection(services, run))) return;
  await services.previews.show(`Fix: ${fix.title}`, [fix.sql], beside);
  const done = await vscode.commands.executeCommand<Report | undefined>(entry.id, { args: [fix.sql], uri: vscode.Uri.file(run.cwd) });
  if (done?.status === "passed") await runAgain(services, run);
}

export async function dismiss(services: Services, run: Run, key: string, reason: string, until: string | undefined): Promise<void> {
  await runAgain(services, run, { dismiss: key, reason, ...(until === undefined ? {} : { until }) });
}

/** What a report says is true of the database that it looked at: with another connection in use nothing of it is done. */
async function sameConnection(services: Services, { ran }: Run): Promise<boolean> {
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
