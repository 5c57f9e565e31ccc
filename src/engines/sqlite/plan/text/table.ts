import type { FoundPlan, Line } from "../planRow.ts";
import { type NumberedRow, rowsOf } from "./numbered.ts";

const gap = String.raw`(?:\s*[│|║,\t]\s*|\s+)`;
const row = new RegExp(String.raw`^[\s│|║]*(\d+)${gap}(\d+)${gap}(\d+)${gap}(.+?)[\s│|║]*$`);
const head = /^[\s│|║]*"?(?:id|selectid)"?\s*[│|║,\t ]/;
const rule = /^[\s+\-─═│|┌┐└┘├┤┬┴┼╭╮╰╯:]+$/;
/** A cell that the shell broke over several lines. */
const continued = /^(?:[│|](?:\s+[│|]){3} |\s{12,})(\S.*?)\s*[│|]?$/;
const named = /^\s*(id|selectid|parent|order|notused|from|detail) = (.*)$/;

/** The rows of EXPLAIN QUERY PLAN in any mode of the shell (list, table, box, column, csv, tabs, markdown, line). */
export function readTable(lines: readonly Line[]): FoundPlan | undefined {
  const found: NumberedRow[] = [];
  const rest: Line[] = [];
  let fields: Record<string, string> = {};
  for (const line of lines) {
    const match = row.exec(line.text);
    const field = named.exec(line.text);
    const more = continued.exec(line.text)?.[1];
    const last = found.at(-1);
    if (more !== undefined && last !== undefined) found[found.length - 1] = { ...last, detail: `${last.detail}${more}` };
    else if (match !== null) found.push({ first: Number(match[1]), second: Number(match[2]), third: Number(match[3]), detail: unquoted(match[4] ?? "") });
    else if (field !== null) {
      fields[field[1] ?? ""] = field[2] ?? "";
      if (field[1] === "detail") {
        found.push({ first: Number(fields["id"] ?? fields["selectid"] ?? 0), second: Number(fields["parent"] ?? fields["order"] ?? 0), third: 0, detail: field[2] ?? "" });
        fields = {};
      }
    } else if (!rule.test(line.text) && !head.test(line.text)) rest.push(line);
  }
  return found.length === 0 ? undefined : { ...rowsOf(found), rest };
}

function unquoted(cell: string): string {
  return /^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}
