import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { counted } from "../../../../core/counted.ts";
import { inMs } from "../../../../core/plan/words.ts";
import { inputsOf, nodeType } from "../nodeWords.ts";

export const manyLoops = nodeRule(
  {
    id: "plan/many-loops",
    title: "Inner side of a join runs thousands of times",
    why: "A nested loop runs its inner side once for each row of the outer one. That is best for few rows; for many, a hash join reads each side once. The planner takes the loop where it expects few rows, or has no other way.",
  },
  (view, node) => {
    const [outer, inner] = inputsOf(node);
    const loops = inner?.actual?.loops ?? 0;
    if (nodeType(node) !== "Nested Loop" || outer === undefined || inner === undefined || loops < 1000) return undefined;
    const share = shareBelow(view, inner);
    if (share < 0.3) return undefined;
    const expected = outer.estimate.rows ?? 0;
    const surprised = expected > 0 && loops / Math.max(1, outer.actual?.loops ?? 1) > expected * 10;
    return {
      saw: `${inner.operation}${inner.relation === undefined ? "" : ` on ${inner.relation.name}`} ran ${counted(loops, "time")}${inner.actual?.ms === undefined ? "" : `, ${inMs(inner.actual.ms / loops)} each`}.`,
      share,
      advice: surprised
        ? `${counted(Math.round(expected), "run")} ${expected === 1 ? "was" : "were"} expected: mend the estimate of the outer side first, so that the planner sees what this costs.`
        : "Check that a hash or merge join is possible (an equality between the two sides, and work_mem to hold one of them), or make the outer rows fewer before the join.",
    };
  },
);
