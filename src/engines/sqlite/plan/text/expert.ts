import { isDetail } from "../detail.ts";
import type { FoundPlan, Line, PlanRow } from "../planRow.ts";

const index = /^\s*(CREATE (?:UNIQUE )?INDEX .*?);?\s*$/;
const candidates = /^-- Candidates -+$/;

/** `.expert` of the shell: indexes that it would make, and the plan with them; also details alone, a line each. The first query where there are several. */
export function readExpert(lines: readonly Line[]): FoundPlan | undefined {
  const rows: PlanRow[] = [];
  const proposed: string[] = [];
  const rest: Line[] = [];
  let expert = false;
  let quoted = false;
  let listing = false;
  for (const line of lines) {
    const text = line.text.trim();
    const made = index.exec(text)?.[1];
    if (text.startsWith("-- ")) {
      if (rows.length > 0) return { form: ".expert", rows, proposed, rest: [{ text: "QUERY PLAN", at: line.at }] };
      listing = candidates.test(text);
      quoted = !listing;
      expert = true;
    } else if (text === "") quoted = false;
    else if (quoted) continue;
    else if (text === "(no new indexes)") expert = true;
    else if (made !== undefined && rows.length === 0) {
      expert = true;
      if (!listing) proposed.push(made);
    } else if (isDetail(text) && !(rows.length > 0 && proposed.length > 0 && made !== undefined)) rows.push({ id: rows.length + 1, parent: 0, detail: text });
    else rest.push(line);
  }
  if (rows.length === 0) return undefined;
  return { form: expert ? ".expert" : "EXPLAIN QUERY PLAN, details alone", rows, rest, ...(expert ? { proposed } : {}) };
}
