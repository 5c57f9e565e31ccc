import { FileError, isDataEngineerError, StatementError } from "../core/errors.ts";
import type { DataEngineerError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import type { Finding, Range, ReportBody, ReportStatus } from "../core/report/report.ts";

/** What `data.error` of a failed report holds. */
export type ReportedError = {
  readonly kind: string;
  readonly reason: string;
  readonly message: string;
  readonly next?: string;
  readonly code?: string;
  readonly file?: string;
  readonly range?: Range;
};

/** A thrown value as the body of a report. `signal` tells a cancellation that a library wrapped in an error of its own. */
export function errorBody(error: unknown, signal: AbortSignal): ReportBody {
  if (!isDataEngineerError(error)) {
    if (signal.aborted) return { status: "cancelled", summary: "Cancelled." };
    const message = error instanceof Error ? error.message : String(error);
    const shown: ReportedError = { kind: "internal", reason: "unexpected", message, next: "This is a mistake of Data Engineer itself; please report it. DEBUG=1 shows where it happened." };
    return { status: "failed", summary: `Unexpected error: ${message}`, data: { error: shown as unknown as Json } };
  }
  const shown = describe(error);
  const finding = findingOf(error, shown);
  return { status: statusOf(error), summary: error.message, data: { error: shown as unknown as Json }, ...(finding === undefined ? {} : { findings: [finding] }) };
}

function statusOf(error: DataEngineerError): ReportStatus {
  return error.kind === "refused" ? "refused" : error.kind === "cancelled" ? "cancelled" : "failed";
}

/** `details.file` and `details.range` say where a statement of a script lies; a FileError knows its own file. */
function describe(error: DataEngineerError): ReportedError {
  const file = error instanceof FileError ? error.file : error.details["file"];
  const range = error instanceof FileError ? error.range : rangeOf(error.details["range"]);
  return {
    kind: error.kind,
    reason: error.reason,
    message: error.message,
    ...(error.next === undefined ? {} : { next: error.next }),
    ...(error instanceof StatementError ? { code: error.code } : {}),
    ...(typeof file === "string" ? { file } : {}),
    ...(range === undefined ? {} : { range }),
  };
}

function findingOf(error: DataEngineerError, shown: ReportedError): Finding | undefined {
  if (error.kind !== "statement" && error.kind !== "file") return undefined;
  return {
    rule: `${error.kind}/${error.reason}`,
    severity: "error",
    message: error.message,
    ...(shown.file === undefined ? {} : { file: shown.file }),
    ...(shown.range === undefined ? {} : { range: shown.range }),
  };
}

function rangeOf(value: Json | undefined): Range | undefined {
  if (value === undefined || value === null || typeof value !== "object" || !("start" in value) || !("end" in value)) return undefined;
  return value as unknown as Range;
}
