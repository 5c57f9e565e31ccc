import type { Line } from "../lines.ts";
import { isProperty, startsSection } from "./labels.ts";
import { isArrow, isTop } from "./nodeLine.ts";

/** How many lines a text constant may go over. */
const farthest = 40;

/** Joins what a terminal or a mail broke into several lines, so that each line is one node, property or section; and text constants with line breaks in them. */
export function unwrap(lines: readonly Line[]): Line[] {
  const width = Math.max(0, ...lines.map((line) => line.text.length));
  const found: Line[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!;
    const last = found.at(-1);
    const open = last !== undefined && opensConstant(last.text) && lines.slice(index, index + farthest).some(({ text }) => opensConstant(text));
    if (last === undefined || (!open && (isArrow(line.text) || startsSection(line.text) || isProperty(line.text) || isTarget(line.text) || beginsAnother(last, line)))) {
      found.push(line);
      continue;
    }
    const full = lines[index - 1]!.text.length === width;
    found[found.length - 1] = { text: last.text + (full ? "" : open ? "\n" : " ") + (open || full ? line.text : line.text.trimStart()), at: last.at };
  }
  return found;
}

/** The further tables of a change, which have a line each: "  Update on events_04 events_1". */
export function isTarget(text: string): boolean {
  return /^\s{2,}(?:Foreign )?(?:Insert|Update|Delete|Merge) on \S/.test(text);
}

function beginsAnother(last: Line, line: Line): boolean {
  return startsSection(last.text) && isTop(line.text, false);
}

/** An odd number of quotes outside of names in double quotes. */
function opensConstant(text: string): boolean {
  if (!text.includes("'")) return false;
  return (text.replace(/"(?:[^"]|"")*"/g, "").match(/'/g)?.length ?? 0) % 2 === 1;
}
