import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { accessesOf } from "../access.ts";
import { tableName } from "../indexFor.ts";
import { counted } from "../../../../core/counted.ts";
import { weightOfAccess } from "../weight.ts";

/** Range checked for each record. */
export const rangeChecked: PlanRule = {
  id: "plan/range-checked-each-row",
  title: "How to read a table is decided anew for every row",
  why: "\"Range checked for each record\" (in the tree: re-planned for each iteration): no index is good in general, but one may be for the values of the row at hand, so the server plans again for every row. That is faster than no index at all and slower than a join that can use one.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const { node, loops } = access;
      if (node.facts["range_checked_for_each_record"] === undefined) return [];
      const weight = weightOfAccess(view, access);
      if (weight === undefined) return [];
      return [{
        rule: rangeChecked.id, node: node.id, ...weight,
        saw: `How to read ${tableName(access)} is planned anew ${loops > 1 ? counted(Math.round(loops), "time") : "for every row"}${view.plan.executed ? `; ${inRows(access.read)} are read in all` : ""}.`,
        advice: "Compare columns of the same type, each bare on its side of the comparison, so that an index can be chosen once; or calculate both ends of the range before, in a derived table.",
      }];
    }),
};
