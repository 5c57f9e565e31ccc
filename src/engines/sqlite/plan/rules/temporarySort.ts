import type { PlanRule } from "../../../../core/plan/planRule.ts";
import type { PlanView } from "../../../../core/plan/planView.ts";
import type { PlanNode } from "../../../../core/plan/plan.ts";
import { firstBeside } from "../asked.ts";
import { costHere, severityFor, tooLittle } from "../weight.ts";

/** All rows are sorted before the first comes out. */
export const temporarySort: PlanRule = {
  id: "plan/temp-sort",
  title: "Sorted in a temporary b-tree",
  why: "Without an index in the wanted order every row is put into a temporary b-tree first, on disk where it grows beyond the cache, and a LIMIT saves none of it. Sorting few rows costs nothing. (https://sqlite.org/eqp.html#temporary_sorting_b_trees)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const what = node.operation === "USE TEMP B-TREE" && node.kind === "sort" ? node.conditions[0]?.text : undefined;
      const first = what === undefined ? undefined : firstTable(view, node);
      if (what === undefined || tooLittle(view, first)) return [];
      const part = what !== "ORDER BY";
      return [{
        rule: "plan/temp-sort", severity: part ? "info" : severityFor(view, first), node: node.id,
        saw: part ? `The rows come in the order of the first terms already; what is sorted, group by group, is the ${what.toLowerCase().replace("order by", "ORDER BY")}.` : "All rows are collected and sorted before the first one comes out.",
        ...costHere(view, node, first),
        advice: part ? "Little is won: an index with all terms of the ORDER BY would leave nothing to sort." : "An index with the columns compared by = first and those of the ORDER BY behind them, in its directions, gives the rows in order.",
      }];
    }),
};

/** The table that is read first beside it, whose rows are what is sorted or grouped at least. */
export function firstTable(view: PlanView, node: PlanNode): string | undefined {
  return firstBeside(view, node)?.table;
}
