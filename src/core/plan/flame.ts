import type { PlanNode } from "./plan.ts";

export interface FlameSpan {
  /** 0 to 1, from left to right. */
  readonly from: number;
  readonly to: number;
}

/**
 * Where each node stands in a flame graph: as wide as its own part and all below it. A parent holds its children, also where an engine's
 * numbers of a child exceed its own. Where `own` is known of no node, every leaf is as wide as the next.
 */
export function flameSpans(root: PlanNode, own: (node: PlanNode) => number | undefined): ReadonlyMap<number, FlameSpan> {
  const widths = new Map<number, number>();
  const measure = (node: PlanNode, of: (node: PlanNode) => number): number => {
    const width = node.children.reduce((sum, child) => sum + measure(child, of), of(node));
    widths.set(node.id, width);
    return width;
  };
  let whole = measure(root, (node) => Math.max(0, own(node) ?? 0));
  if (whole <= 0) whole = measure(root, (node) => (node.children.length === 0 ? 1 : 0));
  const spans = new Map<number, FlameSpan>();
  const place = (node: PlanNode, from: number): void => {
    spans.set(node.id, { from, to: Math.min(1, from + widths.get(node.id)! / whole) });
    let at = from;
    for (const child of node.children) {
      place(child, at);
      at += widths.get(child.id)! / whole;
    }
  };
  place(root, 0);
  return spans;
}
