import type { PlanNode } from "../../../core/plan/plan.ts";
import { severityOf } from "../../../core/plan/rules/weight.ts";
import type { PlanView } from "../../../core/plan/planView.ts";
import { inMs, inPercent } from "../../../core/plan/words.ts";
import type { Severity } from "../../../core/report/report.ts";
import type { Access } from "./access.ts";
import { expectedLoops } from "./access.ts";

/** What a part of a plan costs; no rule says anything of what is too light to carry it. */
export interface Weight {
  readonly severity: Severity;
  readonly matters: string;
  readonly share?: number;
}

/** From these shares on a part is worth a look, and worth changing. */
const [worthTelling, worthChanging] = [0.1, 0.25];
/** Rows from which on a part is worth a look, and worth changing, where neither time nor cost is known. */
const [manyRows, tooManyRows] = [1000, 20_000];

/** Of these nodes alone, without what is below them. `rows`: what they read, for plans that tell neither time nor cost. */
export function weightOf(view: PlanView, nodes: readonly PlanNode[], rows: number): Weight | undefined {
  if (view.wholeMs !== undefined) return ofTime(view, nodes.reduce((sum, node) => sum + (node.actual?.exclusiveMs ?? 0), 0));
  return unmeasured(view, nodes.reduce((sum, node) => sum + ownCost(view, node), 0), rows);
}

/** For what an estimate is too weak a ground to warn of: only an execution shows whether it costs anything. */
export function cautious(view: PlanView, weight: Weight | undefined): Weight | undefined {
  return weight === undefined || view.wholeMs !== undefined ? weight : { ...weight, severity: "info" };
}

/** Of a node with all below it. */
export function weightBelow(view: PlanView, node: PlanNode, rows: number): Weight | undefined {
  if (view.wholeMs !== undefined) return ofTime(view, node.actual?.ms ?? 0);
  return unmeasured(view, (node.estimate.cost ?? 0) * expectedLoops(view, node), rows);
}

export function weightOfAccess(view: PlanView, access: Access): Weight | undefined {
  return weightOf(view, access.nodes, access.read);
}

function ofTime(view: PlanView, ms: number): Weight | undefined {
  const whole = view.wholeMs ?? 0;
  const share = whole > 0 ? Math.min(1, ms / whole) : 0;
  const carried = severityOf(view, share);
  if (carried === undefined || share < worthTelling) return undefined;
  return { severity: share < worthChanging ? "info" : carried, matters: `${inPercent(share)} of the time goes here: ${inMs(ms)} of ${inMs(whole)}.`, share };
}

function unmeasured(view: PlanView, cost: number, rows: number): Weight | undefined {
  if (rows < manyRows) return undefined;
  const severity = rows < tooManyRows ? "info" : "warning";
  const whole = wholeCost(view);
  const share = whole > 0 && cost > 0 ? Math.min(1, cost / whole) : undefined;
  if (share === undefined) return { severity, matters: view.plan.executed ? "The plan tells no times." : "It was not executed, and the plan tells no cost of it." };
  return share < worthTelling ? undefined : { severity: share < worthChanging ? "info" : severity, matters: `The planner puts ${inPercent(share)} of its cost here; it was not executed.`, share };
}

const wholes = new WeakMap<PlanView, number>();

/** The root of MySQL's plans does not always tell its cost. */
function wholeCost(view: PlanView): number {
  const whole = wholes.get(view) ?? view.nodes.reduce((most, node) => Math.max(most, node.estimate.cost ?? 0), view.wholeCost ?? 0);
  wholes.set(view, whole);
  return whole;
}

function ownCost(view: PlanView, node: PlanNode): number {
  const below = node.children.reduce((sum, child) => sum + (child.estimate.cost ?? 0), 0);
  return Math.max(0, (node.estimate.cost ?? 0) - below) * expectedLoops(view, node);
}
