import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { numberIn } from "../explainText.ts";
import { sortPattern } from "../esr.ts";
import { costHere } from "../work.ts";
import { inKilobytes } from "./memorySort.ts";

/** A sort that did not fit into memory. */
export const diskSort: PlanRule = {
  id: "plan/sort-on-disk",
  title: "Sorted on disk",
  why: "The sort grew beyond its memory (100 MB by default) and wrote to disk; with allowDiskUse: false it would have failed. (https://www.mongodb.com/docs/manual/reference/explain-results/#sort-stage)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if (node.kind !== "sort" || node.facts["usedDisk"] !== true) return [];
      const [size, spills] = [numberIn(node.facts, "totalDataSizeSorted") ?? numberIn(node.facts, "totalDataSizeSortedBytesEstimate"), numberIn(node.facts, "spills")];
      return [{
        rule: "plan/sort-on-disk", severity: "warning" as const, node: node.id,
        saw: `The sort by ${JSON.stringify(sortPattern(node) ?? {})} went to disk${spills === undefined ? "" : `, ${spills} times`}${size === undefined ? "" : `, with ${inKilobytes(size)}`}.`,
        ...costHere(view, node),
        advice: "Let an index give the order; else sort fewer fields ($project before $sort) or fewer documents ($match, $limit).",
      }];
    }),
};
