import type { Report } from "../core/report/report.ts";

/** 0 passed, 1 failed or findings at error level that no baseline knows, 2 usage, 3 refused, 4 could not connect or a driver is missing, 130 cancelled. */
export function exitCodeOf(report: Report): number {
  if (report.status === "cancelled") return 130;
  if (report.status === "refused") return 3;
  const error = report.data["error"];
  const kind = typeof error === "object" && error !== null && "kind" in error ? error["kind"] : undefined;
  if (kind === "usage") return 2;
  if (kind === "connection") return 4;
  return report.status === "failed" || report.findings.some((finding) => finding.severity === "error" && finding.known !== true) ? 1 : 0;
}
