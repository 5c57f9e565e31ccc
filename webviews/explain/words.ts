import type { ShownNode, ShownPlan } from "../../src/protocol/explain/plan.ts";
import { countText, factorText, msText, percentText } from "../../src/protocol/explain/numbers.ts";

/** How much of the whole a node takes: nothing to look at, some, much, nearly all. The bounds are those of the diagnostics: 10, 40 and 90 %. */
export type Heat = 0 | 1 | 2 | 3;

export function heatOf(share: number | undefined): Heat {
  if (share === undefined || share < 0.1) return 0;
  return share < 0.4 ? 1 : share < 0.9 ? 2 : 3;
}

/** Beside the colour, for those who do not see it. */
export const heatMarks: Readonly<Record<Heat, string>> = { 0: "", 1: "", 2: "▲", 3: "▲▲" };

/** "38 % of the time" */
export function shareWords(node: ShownNode, plan: ShownPlan): string {
  return node.share === undefined || plan.measure === "nothing" ? "" : `${percentText(node.share)} of the ${plan.measure}`;
}

/** Its own time, or cost where nothing was timed. */
export function ownText(node: ShownNode, plan: ShownPlan): string {
  if (node.loops === 0) return "never run";
  if (plan.measure === "time") return node.exclusiveMs === undefined ? "" : msText(node.exclusiveMs);
  return node.exclusiveCost === undefined ? "" : countText(node.exclusiveCost);
}

export function totalText(node: ShownNode, plan: ShownPlan): string {
  if (plan.measure === "time") return node.ms === undefined ? "" : msText(node.ms);
  return node.cost === undefined ? "" : countText(node.cost);
}

/** Rows that came, else those that are expected. */
export function rowsText(node: ShownNode): string {
  if (node.rows !== undefined) return `${node.rounded === true ? "≈ " : ""}${countText(node.rows)}`;
  return node.estimatedRows === undefined ? "" : `${countText(node.estimatedRows)} expected`;
}

/** "12 times too few", where the planner was off by ten times or more: less moves no plan. */
export function estimateWords(node: ShownNode): string {
  const { factor } = node;
  return factor === undefined || (factor < 10 && factor > 0.1) ? "" : `expected ${factorText(factor)}`;
}

/** "×12 too few" in the width of a column. */
export function estimateShort({ factor }: ShownNode): string {
  if (factor === undefined) return "";
  if (factor < 1.05 && factor > 1 / 1.05) return "right";
  return factor > 1 ? `${countText(round(factor))}× too few` : `${countText(round(1 / factor))}× too many`;
}

/** The same where it is off by ten times or more, else nothing. */
export function offShort(node: ShownNode): string {
  return estimateWords(node) === "" ? "" : estimateShort(node);
}

function round(factor: number): number {
  return factor >= 10 ? Math.round(factor) : Math.round(factor * 10) / 10;
}

/** A line can't show more; the drawer shows it whole. */
export function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

/** As a screen reader says a node. */
export function nodeWords(node: ShownNode, plan: ShownPlan, seen: number): string {
  return [short(`${node.role === undefined ? "" : `${node.role}: `}${node.title}`), shareWords(node, plan), ownText(node, plan), rowsText(node) === "" ? "" : `${rowsText(node)} ${(node.rows ?? node.estimatedRows) === 1 ? "row" : "rows"}`, estimateWords(node), seen === 0 ? "" : `${seen} ${seen === 1 ? "finding" : "findings"}`].filter((part) => part !== "").join(", ");
}
