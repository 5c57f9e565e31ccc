import { counted } from "../../../../core/counted.ts";
import type { PlanNode } from "../../../../core/plan/plan.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { createIndexes } from "../esr.ts";
import { isFields, numberIn, textIn } from "../explainText.ts";
import { pipelineOf } from "../read.ts";
import { costHere, severityFor, tooLittle } from "../work.ts";
import type { PlanView } from "../../../../core/plan/planView.ts";

/** The collection that is looked up is read whole, often once for each document. */
export const lookupWithoutIndex: PlanRule = {
  id: "plan/lookup-without-index",
  title: "$lookup without an index on the foreign field",
  why: "Without an index the other collection is scanned for every document, or held in memory for a hash join where it is small enough. (https://www.mongodb.com/docs/manual/reference/operator/aggregation/lookup/#performance-considerations)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const scans = numberIn(node.facts, "collectionScans") ?? 0;
      const nested = textIn(node.facts, "strategy") === "NestedLoopJoin";
      const hashed = textIn(node.facts, "strategy") === "HashJoin";
      const scanned = node.operation === "EQ_LOOKUP" ? node.children.slice(1).find(readsWhole) : undefined;
      if (node.kind !== "join" || (scans === 0 && !nested && !hashed && scanned === undefined) || tooLittle(view)) return [];
      const docs = numberIn(node.facts, "totalDocsExamined") ?? numberIn(scanned?.facts ?? {}, "docsExamined");
      if (docs !== undefined && docs < 500 && view.plan.executed) return [];
      const { from, field } = lookedUp(view, node);
      const sql = from === undefined || field === undefined ? undefined : createIndexes(from, { [field]: 1 });
      return [{
        rule: "plan/lookup-without-index", severity: nested || scans > 1 ? ("warning" as const) : severityFor(view, docs), node: node.id,
        saw: `${from ?? "The other collection"} is ${scans > 0 ? `scanned ${counted(scans, "time")}` : hashed || scanned !== undefined ? "read whole" : "scanned for every document"}${field === undefined ? "" : ` to find ${field}`}${docs === undefined ? "" : `: ${counted(docs, "document")} were read`}.`,
        ...costHere(view, scanned ?? node),
        advice: "Index the foreign field.",
        ...(sql === undefined ? {} : { sql }),
      }];
    }),
};

function readsWhole(node: PlanNode): boolean {
  return node.operation === "COLLSCAN" || (node.children.length === 1 && node.children[0] !== undefined && readsWhole(node.children[0]));
}

/** As the stage tells it; else, where there is one $lookup only, as the command does. */
function lookedUp(view: PlanView, node: PlanNode): { readonly from?: string | undefined; readonly field?: string | undefined } {
  const told = { from: node.relation?.name, field: textIn(node.facts, "foreignField") };
  if (told.from !== undefined && told.field !== undefined) return told;
  const lookups = pipelineOf(view.plan).map((stage) => stage["$lookup"]).filter(isFields);
  const [only] = lookups.length === 1 ? lookups : lookups.filter((lookup) => lookup["from"] === told.from);
  return only === undefined ? told : { from: told.from ?? textIn(only, "from"), field: textIn(only, "foreignField") };
}
