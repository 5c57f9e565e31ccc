import type { FoundPlan, Line, PlanRow } from "../planRow.ts";
import { withCounters } from "./counters.ts";

const branch = /^((?:[| ] {2})*)[|`]--([A-Z].*)$/;
const head = /^\s*QUERY PLAN\b/;

/** The tree that the sqlite3 shell draws, with or without its head; the first where there are several. */
export function readTree(lines: readonly Line[]): FoundPlan | undefined {
  const start = lines.findIndex(({ text }) => branch.test(text));
  if (start === -1) return undefined;
  const rows: PlanRow[] = [];
  const open: number[] = [];
  let at = start;
  for (; at < lines.length; at++) {
    const match = branch.exec(lines[at]?.text ?? "");
    if (match === null) break;
    const depth = (match[1] ?? "").length / 3;
    const id = rows.length + 1;
    rows.push({ id, parent: depth === 0 ? 0 : (open[depth - 1] ?? 0), ...withCounters((match[2] ?? "").trim()) });
    open.length = depth;
    open[depth] = id;
  }
  const before = lines.slice(0, start).filter(({ text }) => !head.test(text));
  return { form: rows.some((row) => row.runs !== undefined) ? "EXPLAIN QUERY PLAN, with .scanstats" : "EXPLAIN QUERY PLAN", rows, rest: [...before, ...lines.slice(at)] };
}
