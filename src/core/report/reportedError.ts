import type { DataEngineerError } from "../errors.ts";
import { FileError, StatementError } from "../errors.ts";
import type { Json } from "../json.ts";
import type { Finding, Range } from "./report.ts";

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

/** `details.file` and `details.range` say where a statement of a script lies; a FileError knows its own file. */
export function reportedError(error: DataEngineerError): ReportedError {
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

/** The finding that a refused statement or a file that cannot serve makes; undefined for the other kinds. */
export function findingOfError(error: DataEngineerError): Finding | undefined {
  if (error.kind !== "statement" && error.kind !== "file") return undefined;
  const { message, file, range } = reportedError(error);
  return { rule: `${error.kind}/${error.reason}`, severity: "error", message, ...(file === undefined ? {} : { file }), ...(range === undefined ? {} : { range }) };
}

function rangeOf(value: Json | undefined): Range | undefined {
  if (value === undefined || value === null || typeof value !== "object" || !("start" in value) || !("end" in value)) return undefined;
  return value as unknown as Range;
}
