import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inBytes } from "../../../../core/plan/words.ts";
import { memoryAdvice } from "../memory.ts";
import { fact, inputsOf, nodeType, word } from "../nodeWords.ts";
import { isRaw } from "../raw.ts";

export const sortOnDisk = nodeRule(
  { id: "plan/sort-on-disk", title: "Sort went to disk", why: "What does not fit into work_mem is sorted in pieces that are written to files and merged. Rows take about three times as much room in memory as in the files." },
  (_view, node) => {
    if (node.kind !== "sort") return undefined;
    const groups = [node.facts["Full-sort Groups"], node.facts["Pre-sorted Groups"]].filter(isRaw);
    const disks = groups.map((group) => (isRaw(group["Sort Space Disk"]) ? Number(group["Sort Space Disk"]["Peak Sort Space Used"]) : 0));
    const kilobytes = nodeType(node) === "Incremental Sort" ? Math.max(0, ...disks) : word(node, "Sort Space Type") === "Disk" ? fact(node, "Sort Space Used") : 0;
    if (kilobytes === 0) return undefined;
    const width = inputsOf(node)[0]?.estimate.width ?? 0;
    const wide = width > 200 ? ` Its rows are ${width} bytes wide: sort fewer columns and fetch the others afterwards.` : "";
    const { advice, sql } = memoryAdvice(kilobytes * 1024 * 3, false);
    return { saw: `The sort wrote ${inBytes(kilobytes * 1024)} to disk (${word(node, "Sort Method") ?? "external merge"}).`, advice: `${advice}${wide}`, ...(sql === undefined ? {} : { sql }) };
  },
);
