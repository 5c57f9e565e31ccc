import type * as vscode from "vscode";
import type { Report } from "../../core/report/report.ts";
import type { Services } from "../services.ts";
import { showReport } from "./reports.ts";

/** Opens a finished run's report: an audit in its panel, everything else as a document. */
export async function showRun(services: Services, uri: vscode.Uri): Promise<void> {
  const run = services.reports.find(uri);
  if (run === undefined || !isAudit(run.report)) return showReport(uri);
  const { showAudit } = await import("../audit/auditPanel.ts");
  await showAudit(services, run);
}

/** Whether the report tells who reaches what: findings of an audit, or the matrix of a test as a user. A run that ended before it looked tells neither. */
export function isAudit(report: Report): boolean {
  if (report.data["error"] !== undefined) return false;
  return report.command === "security-audit" || (report.command === "test-as-user" && report.data["matrix"] !== undefined);
}
