import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { descendantsOf, nodeType } from "../nodeWords.ts";

export const bitmapAnd = nodeRule(
  { id: "plan/bitmap-and", title: "Two indexes are read and intersected", why: "A BitmapAnd reads each index whole for its own condition and keeps what both have. One index on both columns reads only that." },
  (view, node) => {
    if (nodeType(node) !== "BitmapAnd") return undefined;
    const indexes = descendantsOf(node).filter((one) => nodeType(one) === "Bitmap Index Scan");
    const heap = view.parentOf(node);
    const found = indexes.reduce((sum, one) => sum + (one.actual?.rows ?? 0), 0);
    const kept = heap?.actual?.rows;
    if (node.actual !== undefined && (kept === undefined || found < kept * 3)) return undefined;
    return {
      saw: `${indexes.map((one) => one.index ?? "an index").join(" and ")} were read and intersected${kept === undefined || node.actual === undefined ? "" : `: ${inRows(found)} found for ${inRows(kept)}`}.`,
      share: shareBelow(view, node),
      advice: `One index on the columns of both (those compared by equality first) would read only what is kept${heap?.relation === undefined ? "" : ` of ${heap.relation.name}`}.`,
    };
  },
);
