import type { PlanNode } from "../../../../core/plan/plan.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import type { PlanView } from "../../../../core/plan/planView.ts";
import { pairsOf } from "../pairs.ts";
import { readForFew } from "../partners.ts";
import { counted } from "../../../../core/counted.ts";
import { weightOf } from "../weight.ts";

const leastPairs = 100_000;

/** A join buffer (block nested loop) or a hash join without anything to hash. */
export const allPairs: PlanRule = {
  id: "plan/join-buffer",
  title: "Every row is compared with every row of the other side",
  why: "Without an index on the joined column, and without an equality that could be hashed, each pair of rows is tried: the work is the product of both sides, so that twice the data takes four times as long. With an index the other side is looked up; with a plain equality MySQL hashes it. Some ten thousand pairs are nothing.",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const pairs = pairsOf(node);
      const condition = conditionOf(view, node);
      if (pairs === undefined || pairs.count < leastPairs || condition === undefined || node.actual?.loops === 0) return [];
      if (pairs.equality && (/\bconvert\(|\bcollate\b/i.test(condition) || readForFew(view).some((one) => one.join === node))) return [];
      const above = view.parentOf(node);
      const kept = above?.kind === "filter" ? above : node;
      const weight = weightOf(view, kept === node ? [node] : [node, kept], pairs.count);
      if (weight === undefined) return [];
      const rows = kept.actual?.rows;
      return [{
        rule: allPairs.id, node: node.id, ...weight,
        saw: `${counted(Math.round(pairs.count), "pair")} of rows are compared by ${condition}${rows === undefined ? "" : `, and ${inRows(rows)} come out`}.`,
        advice: pairs.equality
          ? `Have an index on the joined column of the side that is read as a whole, and compare the bare column with it${view.plan.dialect === "mariadb" ? "; or let MariaDB hash the join (SET join_cache_level = 4)" : ""}.`
          : "Join by an equality, if only a rough one (the same day, the same group), besides the comparison; then only the pairs within it are tried.",
      }];
    }),
};

/** What the pairs are tried by; undefined for a join of everything with everything, which is another matter. */
function conditionOf(view: PlanView, node: PlanNode): string | undefined {
  const own = node.conditions.find((one) => one.kind === "join")?.text;
  const above = view.parentOf(node);
  return own ?? (above?.kind === "filter" ? above.conditions[0]?.text : undefined);
}
