import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { costHere, tooLittle, totalsOf } from "../work.ts";

/** All shards are asked where few have an answer. */
export const scatterGather: PlanRule = {
  id: "plan/scatter-gather",
  title: "Several shards are asked",
  why: "Without the shard key in its filter a query goes to all shards, and each new shard makes it no faster. A report over everything is meant to. (https://www.mongodb.com/docs/manual/core/sharded-cluster-query-router/#broadcast-operations)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if (!["SHARD_MERGE", "SHARD_MERGE_SORT"].includes(node.operation) || node.children.length < 2 || tooLittle(view)) return [];
      const empty = node.children.filter((shard) => shard.actual?.rows === 0).length;
      const returned = totalsOf(view)?.returned ?? 0;
      if (view.plan.executed && empty === 0 && returned > 100) return [];
      if (view.nodes.some((other) => other.kind === "aggregate")) return [];
      return [{
        rule: "plan/scatter-gather", severity: "info" as const, node: node.id,
        saw: `${counted(node.children.length, "shard")} were asked${empty === 0 ? "" : `, and ${empty} of them had nothing to give`}.`,
        ...costHere(view, node),
        advice: "Name the shard key in the filter, so that one shard answers.",
      }];
    }),
};
