import type { PlanNode } from "../plan.ts";
import type { PlanRule } from "../planRule.ts";
import { wholeRule } from "./nodeRule.ts";

/** Parts of the plan that were not needed. */
export const neverExecuted: PlanRule = wholeRule(
  { id: "plan/never-executed", title: "Parts that never ran", why: "A node whose input had no rows, or whose partition was pruned while running, does not run. Its numbers say nothing about how it would do on other values." },
  (view) => {
    const tops = view.nodes.filter((node) => never(node) && !never(view.parentOf(node)));
    if (tops.length === 0) return undefined;
    const all = view.nodes.filter(never).length;
    const names = tops.slice(0, 3).map((node) => `${node.operation}${node.relation === undefined ? "" : ` on ${node.relation.name}`}`).join(", ");
    return { saw: `${all} of ${view.nodes.length} nodes never ran: ${names}${tops.length > 3 ? ", …" : ""}.`, matters: "Other values may make them run: this plan does not tell what they cost then.", share: 1, atMost: "info" };
  },
);

function never(node: PlanNode | undefined): boolean {
  return node?.actual?.loops === 0;
}
