import type { FoundPlan, Line, PlanRow } from "../planRow.ts";

const loop = /^\s*Loop\s+\d+(?:\.\d+)?:?\s+(.*)$/;
const numbers = /^\s*nLoop=(\d+)\s+nRow=(\d+)\s+estRow=(\d+)/;
const frame = /^\s*-+ (?:scanstats|subquery \d+) -+\s*$/;

/** `.scanstats on` of shells before 3.41: a line per loop and its counters below. */
export function readOldScanstats(lines: readonly Line[]): FoundPlan | undefined {
  const rows: PlanRow[] = [];
  const rest: Line[] = [];
  for (const line of lines) {
    const detail = loop.exec(line.text)?.[1];
    const counted = numbers.exec(line.text);
    const last = rows.at(-1);
    if (detail !== undefined) rows.push({ id: rows.length + 1, parent: 0, detail: detail.trim() });
    else if (counted !== null && last !== undefined) rows[rows.length - 1] = { ...last, runs: { loops: Number(counted[1]), rows: Number(counted[2]), estimatedRows: Number(counted[3]) / Math.max(1, Number(counted[1])) } };
    else if (!frame.test(line.text)) rest.push(line);
  }
  return rows.length === 0 ? undefined : { form: ".scanstats, before 3.41", rows, rest };
}
