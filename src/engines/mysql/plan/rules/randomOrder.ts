import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { sortedRows } from "../sorted.ts";
import { weightBelow } from "../weight.ts";

/** ORDER BY RAND(). */
export const randomOrder: PlanRule = {
  id: "plan/random-order",
  title: "Rows are put into a random order",
  why: "ORDER BY RAND() gives every row a number and sorts by it, for a few rows that are kept. No index can help: it has no order that is known before.",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if (node.kind !== "sort" || !node.conditions.some((one) => /\brand\s*\(/i.test(one.text))) return [];
      const rows = sortedRows(view, node).rows ?? 0;
      const weight = weightBelow(view, node, rows);
      if (weight === undefined) return [];
      return [{ rule: randomOrder.id, node: node.id, ...weight, saw: `${inRows(rows)} get a random number and are sorted by it.`, advice: "Take a random value between the smallest and the largest key and read on from there (WHERE id >= … ORDER BY id LIMIT 1), once for each row wanted." }];
    }),
};
