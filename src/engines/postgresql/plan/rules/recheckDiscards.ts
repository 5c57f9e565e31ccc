import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inPercent, inRows } from "../../../../core/plan/words.ts";
import { discarded, fact } from "../nodeWords.ts";

export const recheckDiscards = nodeRule(
  {
    id: "plan/recheck-discards",
    title: "Index finds more than it was asked for",
    why: "GIN, GiST and BRIN indexes keep less than the value (trigrams, boxes, ranges), so that what they find must be tested on the row. Where most of it fails, the index is too coarse for this condition. Lossy pages of a bitmap are told by a rule of their own.",
  },
  (_view, node) => {
    const gone = discarded(node, "recheck");
    const kept = (node.actual?.rows ?? 0) + discarded(node, "filter");
    if (gone < 500 || gone / (gone + kept) < 0.5 || fact(node, "Lossy Heap Blocks") > 0) return undefined;
    return {
      saw: `The index found ${inRows(gone + kept)}, of which ${inRows(gone)} (${inPercent(gone / (gone + kept))}) did not meet the condition when tested.`,
      advice: "Ask for something more selective (a longer word, a smaller range), or use an index that keeps the value itself, as a B-tree does for equality and prefixes.",
    };
  },
);
