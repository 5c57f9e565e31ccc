import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { counted } from "../../../../core/counted.ts";
import { inMs } from "../../../../core/plan/words.ts";
import { placeOf } from "../nodeWords.ts";

export const correlatedSubplan = nodeRule(
  {
    id: "plan/correlated-subplan",
    title: "Sub-query runs for each row",
    why: "A sub-query that mentions a column of the query around it runs again for each of its rows; a NOT IN whose list does not fit into work_mem reads the list again each time. A hashed SubPlan runs once and is not told of.",
  },
  (view, node) => {
    const loops = node.actual?.loops ?? 0;
    if (node.role === undefined || !/^(?:Sub[Pp]lan|expr|exists|any|all)/.test(node.role) || loops < 100) return undefined;
    const ms = node.actual?.ms;
    const holder = view.parentOf(node);
    const listed = node.kind === "materialize";
    return {
      saw: `${node.role} ran ${counted(loops, "time")}${holder === undefined ? "" : `, once for each row of ${placeOf(holder)}`}${ms === undefined ? "" : `: ${inMs(ms)} in all`}.`,
      share: shareBelow(view, node),
      advice: listed ? "Write NOT EXISTS instead of NOT IN, which becomes a join; or give work_mem enough for the list to be hashed." : "Write it as a join with a grouped sub-query, or as LEFT JOIN LATERAL with an index on what it asks.",
    };
  },
);
