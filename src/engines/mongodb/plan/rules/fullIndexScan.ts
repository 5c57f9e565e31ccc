import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { boundsOf, createIndexes, isUnbounded, keyPattern, keysFor } from "../esr.ts";
import { conditionsOf, filterOf } from "../filter.ts";
import { costHere, docsOf, keysOf, severityFor, tooLittle } from "../work.ts";

/** An index is read from end to end for its order, and the filter is tested on each document. */
export const fullIndexScan: PlanRule = {
  id: "plan/full-index-scan",
  title: "A whole index is read for its order",
  why: "The index gives the order of the sort, but no condition bounds it, so that documents are fetched one by one until enough match. With a small limit and a filter that matches often this is fast; for a rare value it reads the collection. (https://www.mongodb.com/docs/manual/tutorial/equality-sort-range-guideline/)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const above = view.parentOf(node);
      const filter = above?.operation === "FETCH" ? filterOf(above) : undefined;
      const bounds = [...boundsOf(node).values()];
      if (node.operation !== "IXSCAN" || above === undefined || filter === undefined || conditionsOf(filter).length === 0 || bounds.length === 0 || !bounds.every(isUnbounded) || tooLittle(view)) return [];
      const rows = above.actual?.rows;
      if (rows !== undefined && (docsOf(above) - rows < 500 || docsOf(above) < 5 * rows)) return [];
      const sql = createIndexes(node.relation?.name ?? "", { ...keysFor(filter, keyPattern(node)) });
      return [{
        rule: "plan/full-index-scan", severity: severityFor(view, keysOf(node)), node: node.id,
        saw: `No condition bounds ${node.index ?? "the index"}; ${rows === undefined ? "documents are" : `${counted(docsOf(above), "document")} were`} fetched in its order and tested for ${JSON.stringify(filter)}.`,
        ...costHere(view, node),
        advice: "Put the fields compared by equality before those of the sort.",
        ...(sql === undefined ? {} : { sql }),
      }];
    }),
};
