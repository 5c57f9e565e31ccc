import type { PlanNode } from "../plan.ts";
import type { PlanView } from "../planView.ts";
import type { Severity } from "../../report/report.ts";
import { inMs, inPercent } from "../words.ts";

/** What is faster than this in all is told nothing: what it spends cannot be told from chance. */
const leastMs = 1;
/** Where only costs are known: about what a thousand pages read one after the other cost PostgreSQL. */
const leastCost = 1000;

/**
 * How much a share of a plan weighs: a warning from a tenth of 10 ms, else worth knowing from 2 % on; undefined where it does not carry a word.
 * A plan that was not executed carries a warning from ten times the least cost.
 */
export function severityOf(view: PlanView, share: number): Severity | undefined {
  const [whole, least] = view.wholeMs === undefined ? [view.wholeCost ?? 0, leastCost] : [view.wholeMs, leastMs];
  if (whole < least || share < 0.02) return undefined;
  return whole >= least * 10 && share >= 0.1 ? "warning" : "info";
}

/** The share of a node with all below it, 0 to 1. */
export function shareBelow(view: PlanView, node: PlanNode): number {
  return node.children.reduce((sum, child) => sum + shareBelow(view, child), view.shareOf(node) ?? 0);
}

/** "38 % of the time is spent here, 12.3 ms of 32.4 ms." */
export function spentInWords(view: PlanView, share: number): string {
  return view.wholeMs === undefined ? `${inPercent(share)} of the cost is expected here.` : `${inPercent(share)} of the time is spent here: ${inMs(share * view.wholeMs)} of ${inMs(view.wholeMs)}.`;
}
