import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { createIndexes, keysFor, sortAbove } from "../esr.ts";
import { branchesOf, conditionsOf, filterOf } from "../filter.ts";
import { costHere, docsOf, severityFor, tooLittle } from "../work.ts";

/** Every document is read for the sake of some. */
export const collectionScan: PlanRule = {
  id: "plan/collection-scan",
  title: "Collection scan with a filter",
  why: "COLLSCAN reads every document and tests the filter on each. It is right where a large part matches; Atlas calls an index worth while from 500 documents read in vain. (https://www.mongodb.com/docs/manual/tutorial/analyze-query-plan/)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const filter = node.operation === "COLLSCAN" ? filterOf(node) : undefined;
      if (filter === undefined || conditionsOf(filter).length === 0 || branchesOf(filter).length > 0 || tooLittle(view)) return [];
      const rows = node.actual?.rows;
      const docs = docsOf(node);
      if (rows !== undefined && (docs - rows < 500 || rows > docs / 3)) return [];
      const collection = node.relation?.name ?? "the collection";
      const sql = createIndexes(collection, keysFor(filter, sortAbove(view, node)));
      return [{
        rule: "plan/collection-scan", severity: severityFor(view, docs), node: node.id,
        saw: rows === undefined ? `${collection} is read whole for ${JSON.stringify(filter)}.` : `${counted(docs, "document")} of ${collection} were read for the ${counted(rows, "document")} that match ${JSON.stringify(filter)}.`,
        ...costHere(view, node),
        ...(sql === undefined ? { advice: "No condition of this filter can be looked up in an index; add one that can." } : { advice: "An index with the fields compared by equality first, then those of the sort, then ranges, finds the documents without reading the others.", sql }),
      }];
    }),
};
