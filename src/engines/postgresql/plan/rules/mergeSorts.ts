import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { descendantsOf, inputsOf, nodeType } from "../nodeWords.ts";

export const mergeSorts = nodeRule(
  { id: "plan/merge-sorts", title: "Both sides are sorted to be joined", why: "A merge join needs both sides in the order of the join. Where it must sort them first, a hash join with memory for the smaller side mostly costs less; an index in that order saves the sort." },
  (view, node) => {
    if (nodeType(node) !== "Merge Join") return undefined;
    const sorts = inputsOf(node).flatMap((input) => [input, ...(input.kind === "materialize" ? descendantsOf(input) : [])]).filter((one) => one.kind === "sort");
    const rows = sorts.reduce((sum, one) => sum + (inputsOf(one)[0]?.actual?.rows ?? 0), 0);
    const share = sorts.reduce((sum, one) => sum + (view.shareOf(one) ?? 0), 0);
    if (sorts.length === 0 || rows < 10_000 || share < 0.2) return undefined;
    return { saw: `${inRows(rows)} were sorted for the join, ${sorts.length === 2 ? "both sides" : "one side"}.`, share, advice: "Give work_mem enough to hash the smaller side, or the tables an index on the join's columns." };
  },
);
