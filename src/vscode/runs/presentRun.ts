import * as vscode from "vscode";
import type { CommandEntry } from "../../agent/commands.ts";
import type { OpenReports } from "../reports/presentation.ts";
import { presentation, sentence } from "../reports/presentation.ts";
import { showRun } from "../reports/showRun.ts";
import type { Services } from "../services.ts";
import { setting } from "../settings.ts";
import { walked } from "../walked.ts";
import type { Run } from "./finishedRuns.ts";

/** Keeps a finished run and shows it: its report, or one sentence with a way to the report. */
export async function presentRun(services: Services, entry: CommandEntry, run: Run): Promise<void> {
  const uri = keepRun(services, run);
  const how = presentation(entry, run.report, setting<OpenReports>("reports.open"));
  if (how === "document") await showRun(services, uri);
  if (how === "message") void tell(services, run, uri);
}

/** Keeps a finished run: what lists reports, states and problems learns of it. */
export function keepRun(services: Services, run: Run): vscode.Uri {
  const uri = services.reports.add(run);
  services.runs.add(run);
  walked(services.context.globalState, run.report);
  services.log.info(`${run.report.command}: ${run.report.status}. ${run.report.summary}`);
  return uri;
}

async function tell(services: Services, run: Run, uri: vscode.Uri): Promise<void> {
  const { report } = run;
  const show = "Show Report";
  const log = "Show Log";
  const text = sentence(report);
  const choice =
    report.status === "failed" ? await vscode.window.showErrorMessage(text, show, log)
    : report.status === "refused" ? await vscode.window.showWarningMessage(text, show)
    : await vscode.window.showInformationMessage(text, show);
  if (choice === show) await showRun(services, uri);
  if (choice === log) services.log.show();
}
