import { nodeName } from "./draw.ts";
import type { PlanNode } from "./plan.ts";
import { countText, msText, percentText } from "./planNumbers.ts";
import { exclusiveCost } from "./planView.ts";
import type { PlanView } from "./planView.ts";

/** A node as an export shows it; "" for what the engine did not tell. */
export interface DrawnRow {
  readonly node: PlanNode;
  readonly depth: number;
  readonly title: string;
  readonly share: number | undefined;
  readonly percent: string;
  /** Own time, else own cost. */
  readonly own: string;
  readonly rows: string;
}

/** The nodes of a plan in their order, with their depth and numbers in words. */
export function drawnRows(view: PlanView): readonly DrawnRow[] {
  const depths = new Map<PlanNode, number>();
  return view.nodes.map((node) => {
    const parent = view.parentOf(node);
    const depth = parent === undefined ? 0 : depths.get(parent)! + 1;
    depths.set(node, depth);
    const share = view.shareOf(node);
    const { actual, estimate } = node;
    const cost = exclusiveCost(node);
    return {
      node, depth, share,
      title: `${node.role === undefined ? "" : `${node.role}: `}${nodeName(node)}`,
      percent: share === undefined ? "" : percentText(share),
      own: actual?.loops === 0 ? "never run" : actual?.exclusiveMs !== undefined ? msText(actual.exclusiveMs) : cost === undefined ? "" : `cost ${countText(cost)}`,
      rows: actual?.rows !== undefined ? `${countText(actual.rows)} ${actual.rows === 1 ? "row" : "rows"}` : estimate.rows === undefined ? "" : `${countText(estimate.rows)} expected`,
    };
  });
}
