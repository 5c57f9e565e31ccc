import { listOf, numberOf, textOf } from "./raw.ts";
import type { Raw } from "./raw.ts";

export interface Timed {
  /** Its place in the order in which EXPLAIN writes the nodes. */
  readonly id: number;
  readonly raw: Raw;
  readonly loops: number | undefined;
  /** Elapsed, of all loops, with all below it. */
  readonly ms: number | undefined;
  readonly children: readonly Timed[];
}

/**
 * The nodes with the time that passed in each, of all loops, with all below it. The server gives averages of one loop, and counts the loops of every process:
 * what ran in several processes at once is divided by their number, which the nearest Gather's child tells (it runs once in each for each run of the Gather).
 */
export function timedTree(top: Raw): Timed {
  let id = 0;
  const visit = (raw: Raw, processes: number, parent?: { readonly loops: number | undefined; readonly gathers: boolean }): Timed => {
    const own = id++;
    const loops = numberOf(raw, "Actual Loops");
    const split = parent?.gathers === true && !isInitPlan(raw) && loops !== undefined && (parent.loops ?? 0) > 0;
    const together = split ? Math.max(1, loops / parent.loops!) : processes;
    const each = numberOf(raw, "Actual Total Time");
    const children = listOf(raw, "Plans").map((child) => visit(child, together, { loops, gathers: gathers(raw) }));
    return { id: own, raw, loops, ms: each === undefined || loops === undefined ? undefined : (each * loops) / together, children };
  };
  return visit(top, 1);
}

/** The node and all below it, in the order of their ids. */
export function everyNode(root: Timed): Timed[] {
  const nodes: Timed[] = [];
  const visit = (node: Timed): void => {
    nodes.push(node);
    node.children.forEach(visit);
  };
  visit(root);
  return nodes;
}

export function isInitPlan(raw: Raw): boolean {
  return textOf(raw, "Parent Relationship") === "InitPlan";
}

export function gathers(raw: Raw): boolean {
  const type = textOf(raw, "Node Type");
  return type === "Gather" || type === "Gather Merge";
}

/** The name of the CTE that the node computes; undefined where it computes none. */
export function cteName(raw: Raw): string | undefined {
  const name = textOf(raw, "Subplan Name");
  return name?.startsWith("CTE ") === true ? name.slice("CTE ".length) : undefined;
}
