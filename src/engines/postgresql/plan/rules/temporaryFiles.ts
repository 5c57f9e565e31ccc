import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inBytes, inMs } from "../../../../core/plan/words.ts";
import { inputsOf, placeOf } from "../nodeWords.ts";

export const temporaryFiles = nodeRule(
  { id: "plan/temporary-files", title: "Rows kept in temporary files", why: "A CTE, a materialised input, a window or a function whose rows do not fit into work_mem keeps them in files. Sorts and hashes are told of by rules of their own. The line is 1 MB." },
  (_view, node) => {
    if (!["materialize", "subquery", "function", "aggregate"].includes(node.kind) || node.facts["HashAgg Batches"] !== undefined) return undefined;
    const below = inputsOf(node).reduce((sum, child) => sum + (child.buffers?.tempWritten ?? 0), 0);
    const blocks = (node.buffers?.tempWritten ?? 0) - below;
    const bytes = blocks * (node.buffers?.blockBytes ?? 8192);
    if (bytes < 1024 ** 2) return undefined;
    const ms = node.buffers?.writeMs;
    return { saw: `${placeOf(node)} wrote ${inBytes(bytes)} to temporary files${ms === undefined ? "" : `, in ${inMs(ms)}`}.`, advice: "Keep fewer rows or columns in it, or give this statement more work_mem." };
  },
);
