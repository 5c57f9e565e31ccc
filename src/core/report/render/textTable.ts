import type { Json } from "../../json.ts";
import { cellText } from "./cell.ts";
import { visible } from "./visible.ts";
import { displayWidth, fit } from "./width.ts";

const widestCell = 60;
const widestLast = 100;

/** A table for a terminal, without borders: names, a rule, rows; numbers to the right; cut to `columns` where that is known. */
export function textTable(columns: readonly string[], rows: readonly (readonly Json[])[], width = 0): string[] {
  const cells = [columns, ...rows].map((row) => columns.map((_, index) => shown(row[index])));
  const widths = fitted(columns.map((_, index) => Math.min(index === columns.length - 1 ? widestLast : widestCell, Math.max(...cells.map((row) => displayWidth(row[index]!))))), width);
  const right = columns.map((_, index) => rows.length > 0 && rows.every((row) => row[index] === null || row[index] === undefined || isNumber(row[index]!)));
  const line = (row: readonly string[]): string =>
    row.map((cell, index) => {
      const text = fit(cell, widths[index]!);
      const blanks = " ".repeat(widths[index]! - displayWidth(text));
      return right[index] ? blanks + text : text + blanks;
    }).join("  ").trimEnd();
  const titled = columns.some((column) => column !== "");
  return [...(titled ? [line(cells[0]!), widths.map((size) => "─".repeat(size)).join("  ")] : []), ...cells.slice(1).map(line)];
}

function shown(value: Json | undefined): string {
  return visible(cellText(value)).replace(/[\n\t]/g, (character) => (character === "\n" ? "⏎" : " "));
}

function isNumber(value: Json): boolean {
  return typeof value === "number" || (typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value));
}

/** Takes from the widest columns until the line fits. */
function fitted(widths: readonly number[], width: number): number[] {
  const sizes = [...widths];
  if (width <= 0) return sizes;
  let over = sizes.reduce((sum, size) => sum + size + 2, -2) - width;
  while (over > 0) {
    const most = Math.max(...sizes);
    if (most <= 8) break;
    sizes[sizes.indexOf(most)] = most - 1;
    over--;
  }
  return sizes;
}
