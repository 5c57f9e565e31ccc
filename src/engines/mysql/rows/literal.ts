import type { Field, RawRow, RawValue } from "../cells.ts";
import { cellOf, isBytes, isFloat, isNumber, typeOf } from "../cells.ts";
import { quoteText } from "../quote.ts";
import type { KeptColumn } from "./keptTable.ts";

/** How a column is read so that its text says everything: floats with all their digits, an ENUM with whether it holds the number 0, which has no name. */
export function exactly(column: KeptColumn, quoted: string): string {
  if (column.type === "float") return `${quoted} + 0e0`;
  if (column.type === "enum") return `CONCAT(${quoted} + 0 = 0, ${quoted})`;
  return quoted;
}

/** A row as the values of an INSERT on one line, exact under any sql_mode. */
export function valuesOf(row: RawRow, fields: readonly Field[], columns: readonly KeptColumn[]): string {
  return row.map((value, at) => literal(value, fields[at], columns[at])).join(",");
}

function literal(value: RawValue, field: Field | undefined, column: KeptColumn | undefined): string {
  if (value === null || field === undefined || column === undefined) return "NULL";
  if (typeOf(field) === "bit") return `b'${String(cellOf(value, field))}'`;
  if (column.type === "enum") return enumLiteral(value.toString());
  if (isBytes(field)) return `x'${Buffer.from(value as Buffer).toString("hex")}'`;
  const text = value.toString();
  if (isFloat(field)) return text.includes("e") ? text : `${text}e0`;
  return isNumber(field) ? text : line(text);
}

function enumLiteral(marked: string): string {
  return marked.startsWith("1") ? "0" : line(marked.slice(1));
}

/** Line breaks would end the line. */
function line(text: string): string {
  return /[\r\n]/.test(text) ? `_utf8mb4 x'${Buffer.from(text, "utf8").toString("hex")}'` : quoteText(text);
}
