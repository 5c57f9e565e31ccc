import type { PlanBuffers, PlanNode } from "./plan.ts";

/** Actual rows over expected ones, of all loops; above 1 the planner expected too few. Undefined where it was not executed or nothing was expected. No side counts below one row. */
export function estimateFactor(node: PlanNode): number | undefined {
  const { actual, estimate } = node;
  if (actual?.rows === undefined || estimate.rows === undefined || actual.loops === 0) return undefined;
  const rows = actual.rows / actual.loops;
  return Math.max(1, rows) / Math.max(1, estimate.rows);
}

export type BlockCount = Exclude<keyof PlanBuffers, "blockBytes">;
export const blockCounts: readonly BlockCount[] = ["hit", "read", "dirtied", "written", "tempRead", "tempWritten", "localHit", "localRead", "readMs", "writeMs"];

/** The blocks (and their milliseconds) of a node without what is below it. Undefined where the engine told none. */
export function ownBuffers(node: PlanNode): PlanBuffers | undefined {
  const { buffers, children } = node;
  if (buffers === undefined) return undefined;
  const own: { -readonly [Key in keyof PlanBuffers]: PlanBuffers[Key] } = { blockBytes: buffers.blockBytes };
  for (const key of blockCounts) {
    const whole = buffers[key];
    if (whole !== undefined) own[key] = Math.max(0, whole - children.reduce((sum, child) => sum + (child.buffers?.[key] ?? 0), 0));
  }
  return own;
}
