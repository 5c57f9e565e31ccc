import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { counted } from "../../../../core/counted.ts";
import { limitOf } from "../limit.ts";
import { weightBelow } from "../weight.ts";

const leastOffset = 1000;

/** LIMIT … OFFSET far behind. */
export const largeOffset: PlanRule = {
  id: "plan/large-offset",
  title: "Rows are read only to be skipped",
  why: "OFFSET reads and counts every row that it leaves out, so each further page takes longer than the one before. A page that begins behind the last row seen takes the same time wherever it lies.",
  find: (view) => {
    const limit = limitOf(view);
    if (limit === undefined || limit.offset < leastOffset || limit.offset < 10 * limit.limit) return [];
    const node = limit.node ?? view.plan.root;
    const weight = weightBelow(view, node, limit.offset);
    if (weight === undefined) return [];
    return [{
      rule: largeOffset.id, node: node.id, ...weight,
      saw: `${counted(limit.offset, "row")} are read and skipped before the ${counted(limit.limit, "row")} wanted.`,
      advice: "Remember the last row of the page before, and ask for what comes after it: WHERE (the columns of ORDER BY) > (its values) ORDER BY … LIMIT …, with an index on those columns.",
    }];
  },
};
