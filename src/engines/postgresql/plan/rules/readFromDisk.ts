import type { PlanBuffers, PlanNode } from "../../../../core/plan/plan.ts";
import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inBytes, inMs, inPercent } from "../../../../core/plan/words.ts";
import { placeOf } from "../nodeWords.ts";

/** Fewer blocks than this are read in no time: 8 MB. */
const fewBlocks = 1000;

export const readFromDisk = nodeRule(
  { id: "plan/read-from-disk", title: "Pages came from outside the cache", why: "Pages that are not in shared_buffers come from the system's cache or the disk. How fast they come tells which: a gigabyte a second and more is memory. Without track_io_timing only their number is known." },
  (_view, node) => {
    const read = own(node, "read");
    const hit = own(node, "hit");
    if (node.buffers === undefined || read < fewBlocks || read / (read + hit) < 0.5) return undefined;
    const bytes = read * node.buffers.blockBytes;
    const ms = own(node, "readMs");
    const speed = ms > 0 ? ` in ${inMs(ms)}, ${inBytes((bytes / ms) * 1000)} a second` : "";
    return {
      saw: `${placeOf(node)} read ${inBytes(bytes)} from outside the cache${speed}; ${inPercent(hit / (read + hit))} of its pages were in it.`,
      ...(ms > 0 ? {} : { advice: "Run it a second time to see what it takes with a warm cache, and switch track_io_timing on to see how long the reads take." }),
      ...(ms > 0 && bytes / ms > 1024 ** 2 ? { atMost: "info" as const } : ms > 0 ? { advice: "Read fewer pages: an index, narrower rows, or a table without bloat; or keep what is asked often in memory." } : { atMost: "info" as const }),
    };
  },
);

function own(node: PlanNode, key: keyof PlanBuffers): number {
  const below = node.children.reduce((sum, child) => sum + (child.buffers?.[key] ?? 0), 0);
  return Math.max(0, (node.buffers?.[key] ?? 0) - below);
}
