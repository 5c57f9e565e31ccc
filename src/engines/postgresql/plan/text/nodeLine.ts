import type { Json } from "../../../../core/json.ts";
import { nodeTypes } from "../kinds.ts";
import { readName } from "./nodeName.ts";

const numbers = /(?:\s+\(cost=([\d.]+)\.\.([\d.]+)\s+rows=(\d+)\s+width=(\d+)\))?(?:\s+\((?:actual\s+(?:time=([\d.]+)\.\.([\d.]+)\s+)?rows=([\d.]+)\s+loops=(\d+)|(never executed))\))?\s*$/;
const arrow = /^([^\S\n]*)->[^\S\n]*(?=[A-Z])/;
const first = new RegExp(`^\\s*(?:Parallel |Async )*(?:Partial |Finalize )?(?:${[...nodeTypes, "Insert on", "Update on", "Delete on", "Merge on", "HashAggregate", "GroupAggregate", "MixedAggregate", "HashSetOp", "Hash \\w+(?: \\w+)? Join", "Merge \\w+(?: \\w+)? Join", "Foreign (?:Insert|Update|Delete)"].join("|")})\\b`);

/** A line that begins a node below another. */
export function isArrow(text: string): boolean {
  return arrow.test(text);
}

/** A line that may be the topmost node, which has no arrow. `bare`: also without its numbers, as COSTS OFF leaves it. */
export function isTop(text: string, bare: boolean): boolean {
  return (bare || /\((?:cost=|actual |never executed)/.test(text)) && first.test(text);
}

export interface NodeLine {
  /** Where the node begins in its line: of its arrow, or of its name. */
  readonly column: number;
  readonly raw: Record<string, Json>;
}

export function nodeLine(text: string): NodeLine {
  const lead = arrow.exec(text);
  const column = lead === null ? /^\s*/.exec(text)![0].length : lead[1]!.length;
  const rest = lead === null ? text.trimStart() : text.slice(lead[0].length);
  const found = numbers.exec(rest)!;
  const [, startup, total, rows, width, firstMs, lastMs, actualRows, loops, never] = found;
  const raw = readName(rest.slice(0, found.index).trim());
  if (total !== undefined) Object.assign(raw, { "Startup Cost": Number(startup), "Total Cost": Number(total), "Plan Rows": Number(rows), "Plan Width": Number(width) });
  if (lastMs !== undefined) Object.assign(raw, { "Actual Startup Time": Number(firstMs), "Actual Total Time": Number(lastMs) });
  if (loops !== undefined) Object.assign(raw, { "Actual Rows": Number(actualRows), "Actual Loops": Number(loops) });
  if (never !== undefined) Object.assign(raw, { "Actual Startup Time": 0, "Actual Total Time": 0, "Actual Rows": 0, "Actual Loops": 0 });
  return { column, raw };
}
