import { isDataEngineerError } from "../core/errors.ts";
import type { DataEngineerError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import type { ReportedError } from "../core/report/reportedError.ts";
import { findingOfError, reportedError } from "../core/report/reportedError.ts";
import type { ReportBody, ReportStatus } from "../core/report/report.ts";

/** A thrown value as the body of a report. `signal` tells a cancellation that a library wrapped in an error of its own. */
export function errorBody(error: unknown, signal: AbortSignal): ReportBody {
  if (!isDataEngineerError(error)) {
    if (signal.aborted) return { status: "cancelled", summary: "Cancelled." };
    const message = error instanceof Error ? error.message : String(error);
    const shown: ReportedError = { kind: "internal", reason: "unexpected", message, next: "This is a mistake of Data Engineer itself; please report it. DEBUG=1 shows where it happened." };
    return { status: "failed", summary: `Unexpected error: ${message}`, data: { error: shown as unknown as Json } };
  }
  const finding = findingOfError(error);
  return { status: statusOf(error), summary: error.message, data: { error: reportedError(error) as unknown as Json }, ...(finding === undefined ? {} : { findings: [finding] }) };
}

function statusOf(error: DataEngineerError): ReportStatus {
  return error.kind === "refused" ? "refused" : error.kind === "cancelled" ? "cancelled" : "failed";
}
