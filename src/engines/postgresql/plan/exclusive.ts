import { payersOfInitPlan } from "./initPlans.ts";
import { textOf } from "./raw.ts";
import { cteName, everyNode, isInitPlan } from "./timed.ts";
import type { Timed } from "./timed.ts";

/** A time that passed inside another node. */
interface Part {
  readonly of: Timed;
  readonly ms: number;
}

/**
 * The time of each node without what it waited for, so that all together give the root's time.
 * A CTE is computed inside the scans that read it, and an InitPlan inside the node that first needs its value: their time is taken from there, and not from the
 * node under which they are shown. A CTE that changes rows and that nobody reads to its end is finished after the root, and comes on top.
 */
export function exclusiveTimes(root: Timed): ReadonlyMap<Timed, number> {
  const result = new Map<Timed, number>();
  if (root.ms === undefined) return result;
  const nodes = everyNode(root);
  const parts = partsOf(nodes);
  const granted = new Map(nodes.map((node) => [node, 0]));
  const waiting = new Map(nodes.map((node) => [node, 0]));
  for (const { of, ms } of [...parts.values()].flat()) {
    waiting.set(of, waiting.get(of)! + 1);
    if (finishedAfterwards(of)) granted.set(of, granted.get(of)! - ms);
  }
  for (const node of nodes) if (finishedAfterwards(node)) granted.set(node, Math.max(0, granted.get(node)! + node.ms!));
  granted.set(root, root.ms);
  const ready = nodes.filter((node) => waiting.get(node) === 0);
  for (let node = ready.shift(); node !== undefined; node = ready.shift()) {
    const budget = granted.get(node)!;
    const inside = parts.get(node) ?? [];
    const asked = inside.reduce((sum, { ms }) => sum + ms, 0);
    const scale = asked > budget ? budget / asked : 1;
    result.set(node, Math.max(0, budget - asked * scale));
    for (const { of, ms } of inside) {
      granted.set(of, granted.get(of)! + ms * scale);
      waiting.set(of, waiting.get(of)! - 1);
      if (waiting.get(of) === 0) ready.push(of);
    }
  }
  return result;
}

/** What passed inside each node, as far as the server's numbers tell; they are rounded, so that the parts may be a little more than the node. */
function partsOf(nodes: readonly Timed[]): ReadonlyMap<Timed, readonly Part[]> {
  const parts = new Map<Timed, Part[]>(nodes.map((node) => [node, node.children.filter((child) => !isInitPlan(child.raw)).map((of) => ({ of, ms: of.ms ?? 0 }))]));
  if (!nodes.some((node) => isInitPlan(node.raw))) return parts;
  const rest = (node: Timed): number => parts.get(node)!.reduce((left, { ms }) => left - ms, node.ms ?? 0);
  for (const holder of nodes) {
    // The later ones may have read the earlier ones.
    for (const plan of holder.children.filter((child) => isInitPlan(child.raw)).reverse()) {
      let left = plan.ms ?? 0;
      for (const payer of payersOf(holder, plan, rest)) {
        const ms = Math.max(0, Math.min(left, rest(payer)));
        if (ms > 0) parts.get(payer)!.push({ of: plan, ms });
        left -= ms;
      }
    }
  }
  return parts;
}

function payersOf(holder: Timed, plan: Timed, rest: (node: Timed) => number): readonly Timed[] {
  const cte = cteName(plan.raw);
  if (cte === undefined) return payersOfInitPlan(holder, plan, rest);
  const readers = everyNode(holder).filter(({ raw }) => textOf(raw, "Node Type") === "CTE Scan" && textOf(raw, "CTE Name") === cte);
  return readers.sort((a, b) => rest(b) - rest(a));
}

function finishedAfterwards(node: Timed): boolean {
  return textOf(node.raw, "Node Type") === "ModifyTable" && cteName(node.raw) !== undefined && node.ms !== undefined;
}
