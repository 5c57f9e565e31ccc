import { counted } from "../../../../core/counted.ts";
import type { PlanNode } from "../../../../core/plan/plan.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { createIndexes, keyPattern } from "../esr.ts";
import { costHere, severityFor, tooLittle } from "../work.ts";

/** Two indexes are read and their documents compared. */
export const indexIntersection: PlanRule = {
  id: "plan/index-intersection",
  title: "Two indexes are intersected",
  why: "AND_SORTED and AND_HASH read all keys of both indexes to keep what is in both. One index of both fields reads only that. (https://www.mongodb.com/docs/manual/core/index-intersection/)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if ((node.operation !== "AND_SORTED" && node.operation !== "AND_HASH") || tooLittle(view)) return [];
      const scans = node.children.flatMap(indexScans);
      const sql = createIndexes(scans[0]?.relation?.name ?? "", Object.assign({}, ...scans.map(keyPattern)) as Record<string, 1>);
      return [{
        rule: "plan/index-intersection", severity: severityFor(view), node: node.id,
        saw: `${scans.map((scan) => scan.index).join(" and ")} are both read${node.actual?.rows === undefined ? "" : ` for the ${counted(node.actual.rows, "document")} that are in both`}.`,
        ...costHere(view, node),
        advice: "Make one index of the fields of both, those compared by equality first.",
        ...(sql === undefined ? {} : { sql }),
      }];
    }),
};

function indexScans(node: PlanNode): PlanNode[] {
  return node.operation === "IXSCAN" ? [node] : node.children.flatMap(indexScans);
}
