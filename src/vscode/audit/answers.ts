import * as vscode from "vscode";
import { findCommand } from "../../agent/commands.ts";
import type { Report } from "../../core/report/report.ts";
import type { Run } from "../runs/finishedRuns.ts";
import type { Services } from "../services.ts";
import { runAgain, sameConnection } from "../runs/runAgain.ts";
import { keyOf } from "./auditView.ts";
import { objectAt } from "../panels/readData.ts";

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

/** Keeps a decision about findings and looks again: first by reading alone, as decisions need no trial, then as before where this report had tried its findings, so that their proven fixes stand again. */
export async function decide(services: Services, run: Run, decision: Readonly<Record<string, string>>): Promise<void> {
  const decided = await runAgain(services, run, decision);
  const kept = decided?.status === "passed" || decided?.status === "failed";
  if (kept && objectAt(run.report.data, "witness")?.["run"] === true) await runAgain(services, run);
}
