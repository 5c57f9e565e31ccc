import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { numberIn } from "../explainText.ts";
import { sortPattern } from "../esr.ts";
import { costHere, severityFor, tooLittle } from "../work.ts";

const many = 1000;

/** A blocking sort that stays in memory. */
export const memorySort: PlanRule = {
  id: "plan/memory-sort",
  title: "Sorted in memory",
  why: "A SORT stage takes all documents before it gives the first. Up to 100 MB it stays in memory, beyond that it spills or fails; with a limit it keeps only the best. SORT_MERGE and an index's own order do not sort. (https://www.mongodb.com/docs/manual/reference/method/cursor.sort/#sort-and-index-use)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if ((node.operation !== "SORT" && node.operation !== "$sort") || node.facts["usedDisk"] === true || tooLittle(view)) return [];
      const taken = node.children.map((child) => child.actual?.rows ?? 0).reduce((sum, rows) => sum + rows, 0);
      const overGroups = node.children.some((child) => child.kind === "aggregate");
      if (overGroups || (view.plan.executed && taken < many)) return [];
      const memory = numberIn(node.facts, "totalDataSizeSorted") ?? numberIn(node.facts, "totalDataSizeSortedBytesEstimate") ?? numberIn(node.facts, "memUsage");
      const limit = numberIn(node.facts, "memLimit");
      return [{
        rule: "plan/memory-sort", severity: memory !== undefined && limit !== undefined && memory > limit / 2 ? ("warning" as const) : (node.actual?.rows ?? taken) < taken / 10 ? ("info" as const) : severityFor(view, taken), node: node.id,
        saw: `${view.plan.executed ? `${counted(taken, "document")} are` : "All documents are"} sorted by ${JSON.stringify(sortPattern(node) ?? {})} in memory${memory === undefined ? "" : `, ${inKilobytes(memory)}`}${limit === undefined ? "" : ` of ${inKilobytes(limit)} allowed`}.`,
        ...costHere(view, node),
        advice: "An index with the fields compared by equality and then those of the sort, in its directions, gives the order.",
      }];
    }),
};

export function inKilobytes(bytes: number): string {
  return bytes >= 10 * 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MB` : `${Math.max(1, Math.round(bytes / 1024))} kB`;
}
