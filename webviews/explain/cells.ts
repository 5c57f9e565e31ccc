import type { ShownNode, ShownPlan } from "../../src/protocol/explain/plan.ts";
import { percentText } from "../../src/protocol/explain/numbers.ts";
import { element } from "../shared/element.ts";
import { heatMarks, heatOf } from "./words.ts";

/** A share as a bar, its number, and a mark where it is much. */
export function shareBar(share: number | undefined): HTMLElement {
  const heat = heatOf(share);
  if (share === undefined) return element("span", { class: "share" });
  const fill = element("span", { class: `fill heat-${heat}` });
  fill.style.width = `${Math.max(share * 100, share > 0 ? 1 : 0)}%`;
  return element("span", { class: "share" }, element("span", { class: "bar", aria: { hidden: true } }, fill), element("span", { class: "percent" }, share > 0 && share < 0.01 ? "< 1 %" : percentText(share)), element("span", { class: "mark", aria: { hidden: true } }, heatMarks[heat]));
}

/** "InitPlan 1: Index Scan on orders using orders_pkey", what it does in weight. */
export function nodeLabel(node: ShownNode): HTMLElement {
  const rest = node.title.startsWith(node.operation) ? node.title.slice(node.operation.length) : ` ${node.title}`;
  return element("span", { class: "label" }, node.role !== undefined && element("span", { class: "quiet" }, `${node.role.slice(0, 200)}: `), element("strong", {}, node.operation.slice(0, 300)), rest.slice(0, 300));
}

/** What the shares of a plan are shares of, for the head of a column. */
export function shareHead(plan: ShownPlan): string {
  return plan.measure === "time" ? "Own time, %" : "Own cost, %";
}
