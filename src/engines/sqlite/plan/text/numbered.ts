import type { FoundPlan, PlanRow } from "../planRow.ts";

/** Three numbers and what is done: id, parent, unused; before 3.24: number of the SELECT, order, FROM term. */
export interface NumberedRow {
  readonly first: number;
  readonly second: number;
  readonly third: number;
  readonly detail: string;
}

/** Tells the two meanings of the numbers apart: an id is never 0 and never comes twice. */
export function rowsOf(found: readonly NumberedRow[]): Omit<FoundPlan, "rest"> {
  const ids = new Set(found.map((row) => row.first));
  const old = ids.has(0) || ids.size < found.length;
  if (old) return { form: "EXPLAIN QUERY PLAN, before 3.24", rows: bySelect(found) };
  const before = new Set<number>();
  const rows = found.map((row): PlanRow => {
    const parent = before.has(row.second) ? row.second : 0;
    before.add(row.first);
    return { id: row.first, parent, detail: row.detail };
  });
  return { form: "EXPLAIN QUERY PLAN, as rows", rows };
}

const mentions = /\bSUBQUER(?:Y|IES) (\d+)(?: AND (\d+))?/;

/** The rows of an inner SELECT stand below the row that names its number. */
function bySelect(found: readonly NumberedRow[]): PlanRow[] {
  const owner = new Map<number, number>();
  found.forEach((row, at) => {
    for (const number of (mentions.exec(row.detail)?.slice(1) ?? []).filter((part) => part !== undefined).map(Number)) {
      if (number !== row.first && !owner.has(number)) owner.set(number, at + 1);
    }
  });
  return found.map((row, at) => ({ id: at + 1, parent: parentOf(row.first, at + 1, found, owner), detail: row.detail }));
}

/** None where the numbers lead round in a circle. */
function parentOf(select: number, id: number, found: readonly NumberedRow[], owner: ReadonlyMap<number, number>): number {
  const parent = owner.get(select) ?? 0;
  const seen = new Set<number>([id]);
  for (let at = parent; at !== 0; at = owner.get(found[at - 1]?.first ?? 0) ?? 0) {
    if (seen.has(at)) return 0;
    seen.add(at);
  }
  return parent;
}
