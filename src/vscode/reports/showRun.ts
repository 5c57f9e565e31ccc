import type * as vscode from "vscode";
import type { Report } from "../../core/report/report.ts";
import type { Services } from "../services.ts";
import { showReport } from "./reports.ts";

/** Opens a finished run's report: an audit or a plan in its panel, everything else as a document. */
export async function showRun(services: Services, uri: vscode.Uri): Promise<void> {
  const run = services.reports.find(uri);
  if (run === undefined || !hasPanel(run.report)) return showReport(uri);
  const { showInPanel } = await import("../panels/reportPanel.ts");
  if (isAudit(run.report)) await showInPanel(services, (await import("../audit/auditPanel.ts")).auditPanel, run);
  else await showInPanel(services, (await import("../explain/explainPanel.ts")).explainPanel, run);
}

/** Whether the report is shown in a panel of its own instead of as a document. */
export function hasPanel(report: Report): boolean {
  return isAudit(report) || isPlan(report);
}

/** Whether the report tells who reaches what: findings of an audit, or the matrix of a test as a user. A run that ended before it looked tells neither. */
function isAudit(report: Report): boolean {
  if (report.data["error"] !== undefined) return false;
  return report.command === "security-audit" || (report.command === "test-as-user" && report.data["matrix"] !== undefined);
}

/** Whether the report tells a query's plan, or a text that was to be one. */
function isPlan(report: Report): boolean {
  return report.command === "analyze-performance" && report.data["error"] === undefined && report.data["plan"] !== undefined;
}
