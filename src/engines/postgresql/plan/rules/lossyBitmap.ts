import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inPercent, inRows } from "../../../../core/plan/words.ts";
import { memoryAdvice } from "../memory.ts";
import { discarded, fact } from "../nodeWords.ts";

export const lossyBitmap = nodeRule(
  {
    id: "plan/lossy-bitmap",
    title: "Bitmap remembers pages instead of rows",
    why: "A bitmap that does not fit into work_mem keeps only which pages have matching rows. Every row of such a page is then tested again.",
  },
  (_view, node) => {
    const lossy = fact(node, "Lossy Heap Blocks");
    const exact = fact(node, "Exact Heap Blocks");
    const rechecked = discarded(node, "recheck");
    if (lossy === 0 || lossy / (lossy + exact) < 0.1) return undefined;
    // A page of an exact bitmap takes about 64 bytes.
    const { advice, sql } = memoryAdvice((lossy + exact) * 64 * 2, false);
    return { saw: `${lossy} of ${lossy + exact} pages (${inPercent(lossy / (lossy + exact))}) were remembered whole, and ${inRows(rechecked)} tested again for nothing.`, advice, ...(sql === undefined ? {} : { sql }) };
  },
);
