import { counted } from "../../../core/counted.ts";
import type { PlanNode } from "../../../core/plan/plan.ts";
import type { PlanDiagnostic } from "../../../core/plan/planRule.ts";
import type { PlanView } from "../../../core/plan/planView.ts";
import { foldName } from "../quote.ts";
import { catalogTable } from "./asked.ts";

export interface Size {
  readonly rows: number;
  /** At least so many. */
  readonly more: boolean;
}

/** A run below a millisecond, or a table of this few rows, is worth no change: it fits into a few pages. */
const fewRows = 200;
const manyRows = 1000;
const soonDone = 1;

/** How many rows a table has: as it was counted with the plan, by the step's own counters, or as the catalog estimates. */
export function sizeOf(view: PlanView, table: string): Size | undefined {
  const told = sizeTold(view, table);
  if (told !== undefined) return told;
  const estimated = catalogTable(view, table)?.estimatedRows;
  return estimated === undefined ? undefined : { rows: estimated, more: false };
}

export interface SizeTold extends Size {
  readonly table: string;
  /** null: sqlite_stat1 says nothing of it. */
  readonly analysed: number | null;
}

const byName = new WeakMap<PlanView, ReadonlyMap<string, SizeTold>>();

/** As it was counted with the plan. */
export function sizeTold(view: PlanView, table: string): SizeTold | undefined {
  const known = byName.get(view) ?? new Map(sizesTold(view).toReversed().map((size) => [foldName(size.table), size]));
  byName.set(view, known);
  return known.get(foldName(table));
}

export function sizesTold(view: PlanView): readonly SizeTold[] {
  const tables = view.plan.facts["tables"];
  if (typeof tables !== "object" || tables === null || Array.isArray(tables)) return [];
  return Object.entries(tables).map(([table, value]) => {
    const { rows, more, analysed } = value as { rows: number; more: boolean; analysed: number | null };
    return { table, rows, more, analysed };
  });
}

/** True where nothing that is changed could be felt. */
export function tooLittle(view: PlanView, table?: string): boolean {
  const { executionMs } = view.plan;
  if (executionMs !== undefined && executionMs < soonDone) return true;
  const size = table === undefined ? undefined : sizeOf(view, table);
  return size !== undefined && !size.more && size.rows < fewRows;
}

/** A warning where the table is known to be large enough, else a note. */
export function severityFor(view: PlanView, table?: string): "warning" | "info" {
  const size = table === undefined ? undefined : sizeOf(view, table);
  if (size !== undefined) return size.rows >= manyRows ? "warning" : "info";
  return (view.plan.executionMs ?? 0) >= 10 * soonDone ? "warning" : "info";
}

/** What it costs, in the numbers that there are. */
export function costHere(view: PlanView, node: PlanNode | undefined, table?: string): Pick<PlanDiagnostic, "matters" | "share"> {
  const share = node === undefined ? undefined : shareOfCycles(view, node);
  const told = [
    ...(share === undefined ? [] : [`It took ${Math.round(share * 100)} % of the processor's cycles.`]),
    ...(node?.actual?.rows === undefined ? [] : [`It read ${counted(node.actual.rows, "row")} in ${counted(node.actual.loops, "loop")}.`]),
    ...(view.plan.executionMs === undefined ? [] : [`The whole statement took ${view.plan.executionMs.toFixed(1)} ms; SQLite does not tell how much of it was spent here.`]),
    ...sizeInWords(view, table),
  ];
  return { matters: told.length > 0 ? told.join(" ") : "How many rows there are is not known here: on a few hundred it costs nothing worth a change.", ...(share === undefined ? {} : { share }) };
}

function sizeInWords(view: PlanView, table: string | undefined): string[] {
  const size = table === undefined ? undefined : sizeOf(view, table);
  return size === undefined || table === undefined ? [] : [`${table} has ${counted(size.rows, "row")}${size.more ? " or more" : ""}.`];
}

function shareOfCycles(view: PlanView, node: PlanNode): number | undefined {
  const [own, whole] = [node.facts["cycles"], view.plan.facts["cycles"]];
  return typeof own === "number" && typeof whole === "number" && whole > 0 ? Math.min(1, own / whole) : undefined;
}
