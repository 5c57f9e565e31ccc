import type { Report } from "../../core/report/report.ts";
import type { ShownMatrix } from "../../protocol/audit/view.ts";

export function matrixView(_report: Report): ShownMatrix | undefined {
  return undefined;
}
