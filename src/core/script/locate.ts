import { StatementError } from "../errors.ts";
import type { StatementReason } from "../errors.ts";
import type { Json } from "../json.ts";
import type { Range } from "../report/report.ts";
import type { LineIndex } from "./textPosition.ts";

/** Where a statement lies: offsets in UTF-16 units into the text that `lines` was built from. */
export interface StatementPlace {
  readonly file?: string;
  readonly text: string;
  readonly lines: LineIndex;
  readonly start: number;
  readonly end: number;
}

/** The same refusal with its place in the script: said in the message (from 1), and as `details.file` and `details.range` (from 0). */
export function located(error: StatementError, place: StatementPlace): StatementError {
  const range = rangeOf(error.offset, place);
  const { line, character } = range.start;
  return new StatementError(error.reason as StatementReason, error.code, `${error.message.replace(/\.$/, "")} (line ${line + 1}, character ${character + 1}).`, {
    cause: error,
    details: { ...error.details, ...(place.file === undefined ? {} : { file: place.file }), range: range as unknown as Json },
    ...(error.next === undefined ? {} : { next: error.next }),
    ...(error.offset === undefined ? {} : { offset: error.offset }),
  });
}

/** The word at the offset, or the statement's first line where the server named no place. */
function rangeOf(offset: number | undefined, place: StatementPlace): Range {
  if (offset === undefined) {
    const firstLine = place.text.indexOf("\n", place.start);
    return place.lines.range(place.start, firstLine === -1 ? place.end : Math.min(firstLine, place.end));
  }
  const at = Math.min(place.start + offset, place.text.length);
  const word = /^(?:[\p{L}\p{N}_$]+|\S)/u.exec(place.text.slice(at, at + 200))?.[0] ?? "";
  return place.lines.range(at, at + word.length);
}
