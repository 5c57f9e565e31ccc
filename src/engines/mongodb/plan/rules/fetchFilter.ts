import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { boundsOf, createIndexes, isUnbounded, keyPattern, keysFor, scanBelow, sortAbove } from "../esr.ts";
import { filterOf } from "../filter.ts";
import { costHere, docsOf, severityFor, tooLittle } from "../work.ts";

/** Documents are fetched by an index and then thrown away. */
export const fetchFilter: PlanRule = {
  id: "plan/fetch-filter",
  title: "Fetched documents are filtered out",
  why: "The index leads to documents, and a condition that is not in it throws many of them away once they are read. With the field in the index they would not be fetched. (https://www.mongodb.com/docs/manual/tutorial/analyze-query-plan/)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const filter = node.operation === "FETCH" ? filterOf(node) : undefined;
      const scan = scanBelow(node);
      const rows = node.actual?.rows;
      if (filter === undefined || scan === undefined || rows === undefined || tooLittle(view)) return [];
      const wasted = docsOf(node) - rows;
      if (wasted < 500 || wasted < docsOf(node) / 2 || [...boundsOf(scan).values()].every(isUnbounded)) return [];
      const used = Object.fromEntries([...boundsOf(scan)].filter(([, bound]) => !isUnbounded(bound)).map(([path]) => [path, keyPattern(scan)[path] ?? 1]));
      const sql = Object.keys(keysFor(filter, undefined)).length === 0 ? undefined : createIndexes(node.relation?.name ?? "", { ...used, ...keysFor(filter, sortAbove(view, node)) });
      return [{
        rule: "plan/fetch-filter", severity: severityFor(view, wasted), node: node.id,
        saw: `${counted(docsOf(node), "document")} were fetched by ${scan.index ?? "the index"}, and ${wasted === docsOf(node) ? "all" : counted(wasted, "document").split(" ")[0]} of them thrown away by ${JSON.stringify(filter)}.`,
        ...costHere(view, node),
        advice: "Add the filtered field to the index, behind the fields compared by equality.",
        ...(sql === undefined ? {} : { sql }),
      }];
    }),
};
