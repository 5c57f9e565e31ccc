import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { sortedRows } from "../sorted.ts";
import { cautious, weightOf } from "../weight.ts";

const leastRows = 1000;

/** Using filesort, of all rows. */
export const filesort: PlanRule = {
  id: "plan/filesort",
  title: "Many rows are sorted",
  why: "\"Using filesort\" is any sort that no index gives, in memory or not. Some hundred rows cost nothing; the work grows faster than their number. An index in the wanted order makes it needless, where the same index also finds the rows.",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if (node.kind !== "sort" || node.actual?.loops === 0 || node.facts["per_chunk_limit"] !== undefined || node.facts["r_limit"] !== undefined) return [];
      const { rows, advice } = sortedRows(view, node);
      if (rows === undefined || rows < leastRows) return [];
      const weight = cautious(view, weightOf(view, [node], rows));
      if (weight === undefined) return [];
      const keys = node.conditions.map((one) => one.text).join(", ");
      return [{
        rule: filesort.id, node: node.id, ...weight,
        saw: `${inRows(rows)} are sorted${keys === "" ? "" : ` by ${keys}`}${typeof node.facts["r_buffer_size"] === "string" ? ` in ${node.facts["r_buffer_size"]} of memory` : ""}.`,
        advice: advice === undefined ? "Sort fewer rows: let an index find those wanted first, or read them in the order in which an index has them." : `An index on (${advice.columns.join(", ")}) has them in this order, so that nothing need be sorted. It pays where the other columns are in it too, or few rows are read.`,
      }];
    }),
};
