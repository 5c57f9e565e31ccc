import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { type Fields, isFields } from "../explainText.ts";
import { pipelineOf } from "../read.ts";
import { costHere, tooLittle, totalsOf } from "../work.ts";

/** A projection that the server does by itself. */
export const earlyProject: PlanRule = {
  id: "plan/early-project",
  title: "$project before $group",
  why: "The server finds out which fields a pipeline needs and reads no others; a $project that only picks fields is one more stage for every document, and keeps an index from covering where it renames. (https://www.mongodb.com/docs/manual/core/aggregation-pipeline-optimization/#projection-optimization)",
  find: (view) => {
    if (tooLittle(view) || (totalsOf(view)?.ms ?? 10) < 10) return [];
    const pipeline = pipelineOf(view.plan);
    const at = pipeline.findIndex((stage, place) => picks(stage) && pipeline[place + 1]?.["$group"] !== undefined);
    const project = pipeline[at]?.["$project"];
    if (at === -1 || !isFields(project)) return [];
    const node = view.nodes.find((one) => one.operation.startsWith("PROJECTION") || one.operation === "$project");
    return [{
      rule: "plan/early-project", severity: "info" as const, ...(node === undefined ? {} : { node: node.id }),
      saw: `A $project picks ${Object.keys(project).filter((name) => name !== "_id").join(", ")} just before a $group, which reads no more than it needs anyway.`,
      ...costHere(view, node),
      advice: "Leave it out.",
    }];
  },
};

/** Only names fields to be kept; nothing is computed or renamed. */
function picks(stage: Fields): boolean {
  const project = stage["$project"];
  return isFields(project) && Object.entries(project).every(([name, value]) => value === 1 || value === true || (name === "_id" && (value === 0 || value === false)));
}
