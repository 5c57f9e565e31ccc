import type { PlanNode } from "../../../../core/plan/plan.ts";
import { wholeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inBytes } from "../../../../core/plan/words.ts";
import { memorySetting, tooMuchMemory } from "../memory.ts";
import { fact, nodeType, word } from "../nodeWords.ts";

export const memoryNeeded = wholeRule(
  { id: "plan/memory-needed", title: "How much work_mem the plan needs", why: "work_mem holds for each sort and hash of a plan by itself. The largest of those that spilled says what to set; what all of them use together says what a session costs." },
  (view) => {
    const spilled = view.nodes.map((node) => ({ node, bytes: needed(node) })).filter(({ bytes }) => bytes > 0);
    if (spilled.length < 2) return undefined;
    const largest = Math.max(...spilled.map(({ bytes }) => bytes));
    const all = spilled.reduce((sum, { bytes }) => sum + bytes, 0);
    const share = spilled.reduce((sum, { node }) => sum + (view.shareOf(node) ?? 0), 0);
    return {
      saw: `${spilled.length} nodes did not fit into memory; the largest needs about ${inBytes(largest)}, all together ${inBytes(all)}.`,
      share: Math.min(1, share),
      ...(largest > tooMuchMemory ? {} : { advice: `work_mem = '${memorySetting(largest)}' would hold each of them.`, sql: `SET LOCAL work_mem = '${memorySetting(largest)}'` }),
      atMost: "info",
    };
  },
);

/** Bytes that a node would have needed in memory; 0 where it fitted. */
function needed(node: PlanNode): number {
  if (nodeType(node) === "Sort" && word(node, "Sort Space Type") === "Disk") return fact(node, "Sort Space Used") * 1024 * 3;
  if (fact(node, "Hash Batches") > 1) return fact(node, "Peak Memory Usage") * 1024 * fact(node, "Hash Batches");
  return fact(node, "HashAgg Batches") > 1 ? (fact(node, "Peak Memory Usage") + fact(node, "Disk Usage") * 2) * 1024 : 0;
}
