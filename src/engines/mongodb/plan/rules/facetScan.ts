import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { isFields } from "../explainText.ts";
import { pipelineOf } from "../read.ts";
import { costHere, severityFor, tooLittle } from "../work.ts";

/** All documents go through every branch of a $facet. */
export const facetScan: PlanRule = {
  id: "plan/facet-scan",
  title: "$facet over everything",
  why: "The stages inside of $facet cannot use an index, and its whole result is one document of at most 16 MB. Only what stands before it is read by an index. (https://www.mongodb.com/docs/manual/reference/operator/aggregation/facet/#index-use)",
  find: (view) => {
    const pipeline = pipelineOf(view.plan);
    const at = pipeline.findIndex((stage) => isFields(stage["$facet"]));
    if (at === -1 || tooLittle(view) || pipeline.slice(0, at).some((stage) => ["$match", "$limit", "$sample", "$geoNear"].some((name) => stage[name] !== undefined))) return [];
    const facet = pipeline[at]?.["$facet"];
    const narrowed = isFields(facet) ? Object.entries(facet).filter(([, stages]) => Array.isArray(stages) && isFields(stages[0]) && stages[0]["$match"] !== undefined).map(([name]) => name) : [];
    const node = view.nodes.find((one) => one.operation === "$facet") ?? view.nodes.find((one) => one.operation === "COLLSCAN");
    return [{
      rule: "plan/facet-scan", severity: severityFor(view), ...(node === undefined ? {} : { node: node.id }),
      saw: `Every document goes through ${isFields(facet) ? Object.keys(facet).join(", ") : "each branch"}${narrowed.length === 0 ? "" : `; the $match of ${narrowed.join(", ")} uses no index there`}.`,
      ...costHere(view, node),
      advice: "Put what all branches have in common into a $match before the $facet, or run an aggregation for each branch.",
    }];
  },
};
