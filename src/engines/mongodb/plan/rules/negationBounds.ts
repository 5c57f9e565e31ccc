import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { boundsOf } from "../esr.ts";
import { costHere, keysOf, severityFor, tooLittle } from "../work.ts";

/** Nearly the whole index is read for all but one value. */
export const negationBounds: PlanRule = {
  id: "plan/negation-bounds",
  title: "$ne, $nin or $not over an index",
  why: "All but one value is nearly everything: the index is read from end to end, and the documents are fetched one by one. A partial index, or $in of what is wanted, is selective. (https://www.mongodb.com/docs/manual/core/query-optimization/#query-selectivity)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if (node.operation !== "IXSCAN" || tooLittle(view)) return [];
      const [first] = [...boundsOf(node)];
      if (first === undefined || !/^\[MinKey, .*\), \(.*, MaxKey\]$/s.test(first[1])) return [];
      if (view.plan.executed && keysOf(node) < 500) return [];
      return [{
        rule: "plan/negation-bounds", severity: severityFor(view, keysOf(node)), node: node.id,
        saw: `${node.index ?? "The index"} is read from both ends for all but some values of ${first[0]}${view.plan.executed ? `: ${counted(keysOf(node), "key")}` : ""}.`,
        ...costHere(view, node),
        advice: "Ask for the values that are wanted ($in), lead the index with a field compared by equality, or make it partial.",
      }];
    }),
};
