import type { PlanNode } from "../../../../core/plan/plan.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { costHere, severityFor } from "../work.ts";

/** Shards answer by different indexes: one of them lacks one. */
export const shardsDiffer: PlanRule = {
  id: "plan/shards-differ",
  title: "Shards use different indexes",
  why: "An index build that failed or was never run on a shard leaves it to another plan, and a query over shards is as slow as the slowest. $indexStats on the collection, shard by shard, shows which lacks it. (https://www.mongodb.com/docs/manual/tutorial/manage-indexes/#find-inconsistent-indexes-across-shards)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if (node.kind !== "gather" || node.children.length < 2) return [];
      const ways = node.children.map((shard) => ({ shard: shard.role ?? "a shard", way: [...new Set(accesses(shard))].sort().join(" and ") })).filter(({ way }) => way !== "");
      const different = new Set(ways.map(({ way }) => way));
      if (different.size < 2) return [];
      return [{
        rule: "plan/shards-differ", severity: [...different].some((way) => way.includes("COLLSCAN")) ? ("warning" as const) : severityFor(view), node: node.id,
        saw: `${ways.map(({ shard, way }) => `${shard} reads by ${way}`).join(", ")}.`,
        ...costHere(view, node),
        advice: "Compare the indexes of the shards and build what is missing; where all have the same, statistics or data differ and each planner chose for itself.",
      }];
    }),
};

function accesses(node: PlanNode): string[] {
  const own = node.operation === "COLLSCAN" ? ["COLLSCAN"] : node.index !== undefined ? [node.index] : [];
  return [...own, ...node.children.flatMap(accesses)];
}
