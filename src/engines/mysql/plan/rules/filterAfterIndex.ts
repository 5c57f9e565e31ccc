import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inPercent, inRows } from "../../../../core/plan/words.ts";
import { accessesOf, throwsMostAway } from "../access.ts";
import { indexFor, indexInWords, tableName } from "../indexFor.ts";
import { termsOf } from "../terms.ts";
import { weightOfAccess } from "../weight.ts";
import { accessColumns } from "../accessColumns.ts";


/** attached_condition (or a filter) behind an index that found too much. */
export const filterAfterIndex: PlanRule = {
  id: "plan/filter-after-index",
  title: "An index finds rows that a condition then throws away",
  why: "The index leads to all rows with its own columns' values, each is fetched from the table, and only there the rest of the condition is asked. An index that holds those columns too leads to the rows that remain. Where most rows pass, nothing would be gained.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const { node, condition, read, kept } = access;
      if (!throwsMostAway(access) || condition === undefined) return [];
      const weight = weightOfAccess(view, access);
      if (weight === undefined) return [];
      const advice = indexFor(view, access, termsOf(condition), accessColumns(access));
      const gained = advice !== undefined && (advice.choice !== undefined || advice.columns.length > accessColumns(access).length);
      return [{
        rule: filterAfterIndex.id, node: node.id, ...weight,
        saw: `${node.index ?? "The index"} finds ${inRows(read)} of ${tableName(access)}${access.loops > 1 ? ` in ${counted(Math.round(access.loops), "loop")}` : ""}; ${inPercent(kept / read)} of them pass ${condition}.`,
        ...(gained ? { advice: `Create ${indexInWords(advice)}, which holds the condition too.`, ...(advice.sql === undefined ? {} : { sql: advice.sql }) } : {}),
      }];
    }),
};
