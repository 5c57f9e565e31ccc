import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { costHere, severityFor, tooLittle } from "../weight.ts";
import { firstTable } from "./temporarySort.ts";

/** Groups are made by sorting all rows. */
export const temporaryGroup: PlanRule = {
  id: "plan/temp-group",
  title: "Grouped in a temporary b-tree",
  why: "SQLite groups rows that come in order. Without an index in the order of GROUP BY it sorts all of them first. (https://sqlite.org/eqp.html#temporary_sorting_b_trees)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if (node.operation !== "USE TEMP B-TREE" || node.conditions[0]?.text !== "GROUP BY") return [];
      const first = firstTable(view, node);
      if (tooLittle(view, first)) return [];
      return [{
        rule: "plan/temp-group", severity: severityFor(view, first), node: node.id,
        saw: `All rows${first === undefined ? "" : ` of ${first}`} are sorted to be grouped.`,
        ...costHere(view, node, first),
        advice: "An index that starts with the columns of GROUP BY (behind those compared by =) gives the rows group by group; with the summed columns in it the table is not read at all.",
      }];
    }),
};
