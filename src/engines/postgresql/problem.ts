import type { SqlErrorDetails } from "libpg-query";
import type { ScriptProblem } from "../../core/script/facts.ts";
import type { Statement } from "../../core/script/script.ts";

/** A parser's refusal as a problem with its place in the script and what to do. */
export function problemOf(error: unknown, statement: Statement): ScriptProblem {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError) return { reason: "syntax", offset: statement.start, message: "The statement is nested too deeply to be read; split its expression." };
  const details = (error as { readonly sqlDetails?: SqlErrorDetails }).sqlDetails;
  const offset = statement.start + utf16Offset(statement.text, details?.cursorPosition ?? 0);
  return { reason: "syntax", code: "42601", offset, message: `${message}. ${advice(statement.text, offset - statement.start)}` };
}

function advice(text: string, at: number): string {
  if (text[at] === "\\") return "A psql command stands inside a statement; end the statement before it.";
  if (/^:(?:[A-Za-z_]|['"{])/.test(text.slice(at))) return "A psql variable has no value here; write the value, or run the file with psql.";
  if (/^\s*(?:<{7}|={7}|>{7})/.test(text.slice(at))) return "A merge conflict is left in the file; resolve it.";
  return "Correct the statement, or check that its syntax exists in PostgreSQL 18.";
}

/** Error positions count code points; text is addressed in UTF-16 units. */
function utf16Offset(text: string, codePoints: number): number {
  let offset = 0;
  for (let count = 0; count < codePoints && offset < text.length; count++) offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  return offset;
}
