import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { inMs } from "../../../../core/plan/words.ts";

export const initPlanCost = nodeRule(
  { id: "plan/initplan-cost", title: "Value that is computed first takes long", why: "An InitPlan is a sub-query that needs nothing of the query around it: it runs once, and all waits for it. The line is a fifth of the whole." },
  (view, node) => {
    if (node.role?.startsWith("InitPlan") !== true || (node.actual !== undefined && node.actual.loops === 0)) return undefined;
    const share = shareBelow(view, node);
    if (share < 0.2) return undefined;
    const ms = node.actual?.ms;
    return { saw: `${node.role} runs once before its value is used${ms === undefined ? "" : `, and took ${inMs(ms)}`}.`, share, advice: "If its value changes seldom, keep it; else make this sub-query fast by itself first: an index for min and max, a kept total for sums over a whole table." };
  },
);
