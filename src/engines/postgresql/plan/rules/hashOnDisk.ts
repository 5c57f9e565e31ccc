import type { PlanNode } from "../../../../core/plan/plan.ts";
import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inBytes } from "../../../../core/plan/words.ts";
import { memoryAdvice } from "../memory.ts";
import { fact, nodeType } from "../nodeWords.ts";

export const hashOnDisk = nodeRule(
  {
    id: "plan/hash-on-disk",
    title: "Hash did not fit into memory",
    why: "A hash table that is larger than work_mem times hash_mem_multiplier is built in several batches, and all rows of both sides that belong to a later batch are written to files and read again. More memory makes the batches fewer; less makes them more.",
  },
  (view, node) => {
    const join = nodeType(node) === "Hash" ? view.parentOf(node) : undefined;
    const batches = fact(node, nodeType(node) === "Hash" ? "Hash Batches" : "HashAgg Batches");
    if (batches <= 1) return undefined;
    const share = (view.shareOf(node) ?? 0) + (join === undefined ? 0 : (view.shareOf(join) ?? 0));
    const planned = fact(node, "Original Hash Batches");
    const grown = nodeType(node) === "Hash" && planned > 0 && planned < batches ? `, where ${planned} ${planned === 1 ? "was" : "were"} planned` : "";
    const disk = fact(node, "Disk Usage");
    return { saw: `The hash was worked off in ${batches} batches${grown}, with ${inBytes(fact(node, "Peak Memory Usage") * 1024)} of memory${disk > 0 ? ` and ${inBytes(disk * 1024)} on disk` : ""}.`, share, ...memoryAdvice(needed(node, batches), true) };
  },
);

function needed(node: PlanNode, batches: number): number {
  const memory = fact(node, "Peak Memory Usage") * 1024;
  return nodeType(node) === "Hash" ? memory * batches : memory + fact(node, "Disk Usage") * 1024 * 2;
}
