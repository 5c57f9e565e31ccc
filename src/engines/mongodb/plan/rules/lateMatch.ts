import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { type Fields, isFields } from "../explainText.ts";
import { everyCondition } from "../filter.ts";
import { pipelineOf } from "../read.ts";
import { costHere, tooLittle } from "../work.ts";

/** Groups are made to be thrown away by their key. */
export const lateMatch: PlanRule = {
  id: "plan/late-match",
  title: "$match on what was known before",
  why: "A $match behind $group that asks for the group's key throws whole groups away. Before the $group it could use an index and leave less to group. The server moves it by itself only in simple cases. (https://www.mongodb.com/docs/manual/core/aggregation-pipeline-optimization/)",
  find: (view) => {
    const pipeline = pipelineOf(view.plan);
    if (tooLittle(view) || !view.nodes.some((node) => node.operation === "$match" || node.operation === "GROUP" || node.operation === "$group")) return [];
    const found = pipeline.flatMap((stage, at) => {
      const match = stage["$match"];
      const group = pipeline[at - 1]?.["$group"];
      if (!isFields(match) || !isFields(group)) return [];
      const paths = everyCondition(match).map((condition) => condition.path);
      const fields = paths.map((path) => sourceOf(group, path));
      return paths.length > 0 && fields.every((field) => field !== undefined) ? [{ paths, fields: fields as string[] }] : [];
    });
    if (pipeline.some((stage, at) => at > 0 && stage["$group"] !== undefined && pipeline.slice(0, at).some((before) => before["$group"] !== undefined))) return [];
    return found.slice(0, 1).map(({ paths, fields }) => {
      const node = view.nodes.find((one) => one.operation === "$match") ?? view.nodes.find((one) => one.operation === "GROUP" || one.operation === "$group");
      return {
        rule: "plan/late-match", severity: "info" as const, ...(node === undefined ? {} : { node: node.id }),
        saw: `${paths.join(", ")} is the group's key, made of ${fields.join(", ")}, and is matched only after the groups were made.`,
        ...costHere(view, node),
        advice: `Put {"$match": …} on ${fields.join(", ")} before the $group.`,
      };
    });
  },
};

/** The field that a part of the group's key was taken from. */
function sourceOf(group: Fields, path: string): string | undefined {
  const id = group["_id"];
  const key = path === "_id" ? id : path.startsWith("_id.") && isFields(id) ? id[path.slice(4)] : undefined;
  return typeof key === "string" && /^\$[^$]/.test(key) ? key.slice(1) : undefined;
}
