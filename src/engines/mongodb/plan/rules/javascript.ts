import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { mentions, queryFilters } from "../filter.ts";
import { pipelineOf } from "../read.ts";
import { costHere, severityFor } from "../work.ts";

const names = new Set(["$where", "$function", "$accumulator"]);

/** JavaScript is run for every document. */
export const javascript: PlanRule = {
  id: "plan/javascript",
  title: "JavaScript for every document",
  why: "$where, $function and $accumulator start JavaScript for each document, can use no index, and are deprecated from 8.0 on. $expr says most of it natively. (https://www.mongodb.com/docs/manual/reference/operator/query/where/)",
  find: (view) => {
    const found = [...queryFilters(view), ...pipelineOf(view.plan)].map((value) => mentions(value, names)).find((name) => name !== undefined);
    if (found === undefined) return [];
    const node = view.nodes.find((one) => one.conditions.some((condition) => condition.text.includes(found)));
    return [{
      rule: "plan/javascript", severity: severityFor(view), ...(node === undefined ? {} : { node: node.id }),
      saw: `${found} runs JavaScript for each document that gets there.`,
      ...costHere(view, node),
      advice: "Write it with $expr and the operators of the aggregation, and filter by an index before.",
    }];
  },
};
