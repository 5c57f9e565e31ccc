import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { ancestorsOf, condition, discarded, nodeType } from "../nodeWords.ts";

export const orderLimitIndex = nodeRule(
  {
    id: "plan/order-limit-index",
    title: "Index chosen for its order searches for the rows",
    why: "For ORDER BY with LIMIT the planner may walk an index in order and filter, hoping that the first matches come soon. Where they do not, it reads most of the table in the worst order.",
  },
  (view, node) => {
    const gone = discarded(node, "filter");
    const kept = node.actual?.rows ?? 0;
    if (!["Index Scan", "Index Only Scan"].includes(nodeType(node)) || condition(node, "Index Cond") !== undefined || gone < 1000 || gone < kept * 10) return undefined;
    const above = ancestorsOf(view, node);
    if (!above.some((one) => one.kind === "limit") || above.some((one) => one.kind === "sort" || one.kind === "aggregate")) return undefined;
    return {
      saw: `${node.index ?? "The index"} was walked for its order: ${inRows(gone + kept)} were read until ${inRows(kept)} met ${condition(node, "Filter") ?? "the filter"}.`,
      advice: "An index on the filter's columns first and the columns of ORDER BY behind them gives both at once.",
    };
  },
);
