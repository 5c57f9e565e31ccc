import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { numberIn } from "../explainText.ts";
import { costHere } from "../work.ts";

/** Documents that belong to another shard are read and dropped. */
export const orphans: PlanRule = {
  id: "plan/orphans",
  title: "Documents of other shards are in the way",
  why: "SHARDING_FILTER drops documents that were moved away and not yet deleted, or were left by an interrupted move. They are read each time. (https://www.mongodb.com/docs/manual/reference/command/cleanupOrphaned/)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const skips = numberIn(node.facts, "chunkSkips") ?? 0;
      if (node.operation !== "SHARDING_FILTER" || skips < 500 || skips < (node.actual?.rows ?? 0) / 10) return [];
      return [{
        rule: "plan/orphans", severity: "warning" as const, node: node.id,
        saw: `${counted(skips, "document")} belonged to another shard and were dropped after they were read.`,
        ...costHere(view, node),
        advice: "Let the range deleter finish, or run cleanupOrphaned on the shard.",
      }];
    }),
};
