import type { Catalog } from "../catalog/catalog.ts";
import type { Plan, PlanNode } from "./plan.ts";

/** A plan as rules read it: every node with its parent and its share of the whole. */
export interface PlanView {
  readonly plan: Plan;
  /** In the order of their ids. */
  readonly nodes: readonly PlanNode[];
  /** Where a server was asked; rules that need it say nothing without. */
  readonly catalog?: Catalog;
  /** The time of all nodes together; undefined where it was not executed, or not timed. */
  readonly wholeMs?: number;
  /** The cost of the root; undefined where the planner gives none. */
  readonly wholeCost?: number;
  parentOf(node: PlanNode): PlanNode | undefined;
  /** 0 to 1: of the time where it was executed, else of the cost; undefined where neither is known. */
  shareOf(node: PlanNode): number | undefined;
  /** "38 % of the time", "38 % of the cost"; "" where neither is known. */
  shareInWords(node: PlanNode): string;
}

/** Makes a plan readable for rules. */
export function planView(plan: Plan, catalog?: Catalog): PlanView {
  const nodes: PlanNode[] = [];
  const parents = new Map<number, PlanNode>();
  const visit = (node: PlanNode): void => {
    nodes.push(node);
    for (const child of node.children) {
      parents.set(child.id, node);
      visit(child);
    }
  };
  visit(plan.root);
  const timed = plan.executed && nodes.some((node) => node.actual?.exclusiveMs !== undefined);
  const own = timed ? (node: PlanNode): number | undefined => node.actual?.exclusiveMs : exclusiveCost;
  const whole = nodes.reduce((sum, node) => sum + Math.max(0, own(node) ?? 0), 0);
  const shareOf = (node: PlanNode): number | undefined => {
    const spent = own(node);
    return spent === undefined || whole <= 0 ? undefined : Math.min(1, Math.max(0, spent) / whole);
  };
  return {
    plan,
    nodes,
    ...(catalog === undefined ? {} : { catalog }),
    ...(timed ? { wholeMs: whole } : {}),
    ...(plan.root.estimate.cost === undefined ? {} : { wholeCost: plan.root.estimate.cost }),
    parentOf: (node) => parents.get(node.id),
    shareOf,
    shareInWords: (node) => {
      const share = shareOf(node);
      return share === undefined ? "" : `${percent(share)} of the ${timed ? "time" : "cost"}`;
    },
  };
}

/** The cost of a node without what is below it; undefined where the planner gives none. */
export function exclusiveCost(node: PlanNode): number | undefined {
  const { cost } = node.estimate;
  return cost === undefined ? undefined : Math.max(0, cost - node.children.reduce((sum, child) => sum + (child.estimate.cost ?? 0), 0));
}

function percent(share: number): string {
  const value = share * 100;
  return value > 0 && value < 1 ? "under 1 %" : `${Math.round(value)} %`;
}
