import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { numberAt } from "../values.ts";
import { counted } from "../../../../core/counted.ts";
import { weightOf } from "../weight.ts";

/** r_sort_passes: the sort did not fit into its memory. MySQL does not tell it of one statement. */
export const sortPasses: PlanRule = {
  id: "plan/sort-on-disk",
  title: "A sort does not fit into its memory",
  why: "What does not fit into sort_buffer_size is written to temporary files in sorted pieces that are merged again; each pass reads and writes all of it. A larger buffer for the session helps where the sort is wanted; for every session it would cost memory many times over.",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const passes = numberAt(node.facts, "r_sort_passes") ?? 0;
      const rows = node.actual?.rows ?? 0;
      const weight = node.kind !== "sort" || passes < 1 ? undefined : weightOf(view, [node], rows);
      if (weight === undefined) return [];
      const buffer = node.facts["r_buffer_size"];
      return [{
        rule: sortPasses.id, node: node.id, ...weight,
        saw: `The sort of ${inRows(rows)} by ${node.conditions.map((one) => one.text).join(", ")} took ${counted(passes, "pass").replace(/passs$/, "passes")} over temporary files${typeof buffer === "string" ? `, with ${buffer} of memory` : ""}.`,
        advice: "Sort fewer or narrower rows (no columns that nobody needs, no long texts), or raise sort_buffer_size for this session alone.",
      }];
    }),
};
