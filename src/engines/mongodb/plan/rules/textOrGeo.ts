import { counted } from "../../../../core/counted.ts";
import type { PlanNode } from "../../../../core/plan/plan.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { costHere, docsOf, keysOf, severityFor, tooLittle } from "../work.ts";

/** A search by words or by place goes over far more than it gives. */
export const textOrGeo: PlanRule = {
  id: "plan/text-or-geo",
  title: "A text or geo search goes wide",
  why: "A text search scores every document that holds one of the words; a search around a place widens its rings until it has enough. Phrases, rarer words, maxDistance and equality fields in front of the index narrow them. (https://www.mongodb.com/docs/manual/core/indexes/index-types/index-text/text-index-restrictions/)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const text = /^TEXT(?:_MATCH|_OR)?$/.test(node.operation);
      const geo = node.operation.startsWith("GEO_NEAR") || node.operation === "$geoNearCursor";
      if ((!text && !geo) || tooLittle(view) || view.parentOf(node)?.operation.startsWith("TEXT") === true || view.parentOf(node)?.operation === "$geoNearCursor") return [];
      const read = everyNode(node).reduce((most, one) => Math.max(most, docsOf(one), keysOf(one)), 0);
      const rows = view.plan.root.actual?.rows ?? node.actual?.rows;
      if (rows === undefined || read - rows < 500 || read < 5 * rows) return [];
      return [{
        rule: "plan/text-or-geo", severity: severityFor(view, read), node: node.id,
        saw: `${counted(read, "key")} or documents were ${text ? "scored" : "measured"} for ${counted(rows, "document")}.`,
        ...costHere(view, node),
        advice: text ? "Put a field compared by equality in front of the text index, or search for a phrase." : "Give maxDistance (or $geoWithin) and a limit; put a field compared by equality in front of the index.",
      }];
    }),
};

function everyNode(node: PlanNode): PlanNode[] {
  return [node, ...node.children.flatMap(everyNode)];
}
