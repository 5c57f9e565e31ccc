import { ownBuffers } from "./nodeNumbers.ts";
import { relationTitle } from "./relationTitle.ts";
import type { PlanNode } from "./plan.ts";
import { exclusiveCost } from "./planView.ts";
import type { PlanView } from "./planView.ts";

/** What the nodes that are alike take together. Absent where no node tells it. */
export interface PlanSum {
  readonly name: string;
  readonly nodes: number;
  /** 0 to 1, of the time or else of the cost. */
  readonly share?: number;
  readonly exclusiveMs?: number;
  readonly cost?: number;
  readonly loops?: number;
  readonly rows?: number;
  readonly discarded?: number;
  /** Read or found in the cache, without what is below. */
  readonly bytes?: number;
}

export interface PlanStatistics {
  readonly relations: readonly PlanSum[];
  readonly operations: readonly PlanSum[];
  readonly indexes: readonly PlanSum[];
}

/** Sums per table, per operation and per index, the greatest share first. */
export function planStatistics(view: PlanView): PlanStatistics {
  return {
    relations: sums(view, ({ relation }) => (relation === undefined ? undefined : relationTitle({ ...(relation.schema === undefined ? {} : { schema: relation.schema }), name: relation.name }))),
    operations: sums(view, ({ operation }) => operation),
    indexes: sums(view, ({ index }) => index),
  };
}

type Adding = { -readonly [Key in keyof PlanSum]: PlanSum[Key] };

function sums(view: PlanView, nameOf: (node: PlanNode) => string | undefined): PlanSum[] {
  const found = new Map<string, Adding>();
  for (const node of view.nodes) {
    const name = nameOf(node);
    if (name === undefined) continue;
    const sum = found.get(name) ?? { name, nodes: 0 };
    found.set(name, sum);
    const buffers = ownBuffers(node);
    const blocks = buffers === undefined ? undefined : (buffers.hit ?? 0) + (buffers.read ?? 0) + (buffers.localHit ?? 0) + (buffers.localRead ?? 0);
    const discarded = node.actual?.discarded.reduce((all, { rows }) => all + rows, 0);
    sum.nodes++;
    add(sum, "share", view.shareOf(node));
    add(sum, "exclusiveMs", node.actual?.exclusiveMs);
    add(sum, "cost", exclusiveCost(node));
    add(sum, "loops", node.actual?.loops);
    add(sum, "rows", node.actual?.rows);
    add(sum, "discarded", discarded);
    add(sum, "bytes", blocks === undefined ? undefined : blocks * buffers!.blockBytes);
  }
  return [...found.values()].sort((a, b) => (b.share ?? 0) - (a.share ?? 0) || b.nodes - a.nodes || (a.name < b.name ? -1 : 1));
}

function add(sum: Adding, key: Exclude<keyof PlanSum, "name">, value: number | undefined): void {
  if (value !== undefined) sum[key] = (sum[key] ?? 0) + value;
}
