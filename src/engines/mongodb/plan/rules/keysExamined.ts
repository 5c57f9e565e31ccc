import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { boundsOf, isUnbounded } from "../esr.ts";
import { costHere, keysOf, severityFor, tooLittle } from "../work.ts";

/** Far more keys are read than lead anywhere. */
export const keysExamined: PlanRule = {
  id: "plan/keys-examined",
  title: "Many index keys are read for few documents",
  why: "An index whose first key is not bounded, or bounded by a wide range, is walked over in search of the rest. Keys examined should be near to what the stage returns. (https://www.mongodb.com/docs/manual/reference/explain-results/#mongodb-data-explain.executionStats.totalKeysExamined)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const rows = node.actual?.rows;
      if (node.operation !== "IXSCAN" || rows === undefined || tooLittle(view)) return [];
      const keys = keysOf(node);
      const above = view.parentOf(node);
      const fetchedAll = above?.operation === "FETCH" && Number(above.facts["docsExamined"] ?? 0) >= keys * 0.9;
      if (keys - rows < 500 || keys < 10 * Math.max(1, rows) || fetchedAll) return [];
      const wide = [...boundsOf(node)].filter(([, bound]) => isUnbounded(bound)).map(([path]) => path);
      return [{
        rule: "plan/keys-examined", severity: severityFor(view, keys), node: node.id,
        saw: `${counted(keys, "key")} of ${node.index ?? "the index"} were read for ${counted(rows, "document")}${wide.length === 0 ? "" : `; ${wide.join(", ")} is not bounded`}.`,
        ...costHere(view, node),
        advice: "Put the fields compared by equality first in the index, ranges last.",
      }];
    }),
};
