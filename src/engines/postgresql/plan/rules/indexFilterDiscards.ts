import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inPercent, inRows } from "../../../../core/plan/words.ts";
import { condition, discarded, nodeType } from "../nodeWords.ts";

export const indexFilterDiscards = nodeRule(
  {
    id: "plan/index-filter-discards",
    title: "Index finds rows that a filter throws away",
    why: "What the index condition finds is fetched from the table before the filter sees it. Where the filter throws most of it away, its column belongs into the index (pev2 draws the lines at 50 % and 90 %).",
  },
  (_view, node) => {
    const gone = discarded(node, "filter");
    const kept = node.actual?.rows ?? 0;
    const filter = condition(node, "Filter");
    if (!["Index Scan", "Index Only Scan", "Bitmap Heap Scan"].includes(nodeType(node)) || filter === undefined || gone < 500 || gone / (gone + kept) < 0.5) return undefined;
    if (condition(node, "Index Cond") === undefined && condition(node, "Recheck Cond") === undefined) return undefined;
    const by = node.index === undefined ? "The index" : `The index ${node.index}`;
    return {
      saw: `${by} found ${inRows(gone + kept)}, and the filter ${filter} threw ${inPercent(gone / (gone + kept))} of them away.`,
      advice: "Add the filter's column to the index behind those of the index condition, or make the filter the WHERE of a partial index if it is always the same.",
    };
  },
);
