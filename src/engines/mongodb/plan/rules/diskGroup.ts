import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { numberIn } from "../explainText.ts";
import { costHere } from "../work.ts";

/** A group or a window that did not fit into memory. */
export const diskGroup: PlanRule = {
  id: "plan/group-on-disk",
  title: "Grouped on disk",
  why: "A stage that collects ($group, $setWindowFields, $bucketAuto, a hash join) grew beyond 100 MB and wrote to disk. (https://www.mongodb.com/docs/manual/core/aggregation-pipeline-limits/)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if (node.kind === "sort" || node.facts["usedDisk"] !== true) return [];
      const spills = numberIn(node.facts, "spills");
      return [{
        rule: "plan/group-on-disk", severity: "warning" as const, node: node.id,
        saw: `${node.operation} went to disk${spills === undefined ? "" : `, ${spills} times`}.`,
        ...costHere(view, node),
        advice: "Group fewer fields and documents: $match first, no $push of whole documents, a coarser key.",
      }];
    }),
};
