import type { ShownNode, ShownPlan } from "../../src/protocol/explain/plan.ts";
import type { ExplainView, ShownComparison, ShownPair, ShownTotal } from "../../src/protocol/explain/view.ts";
import { badge } from "../shared/controls.ts";
import type { Child } from "../shared/element.ts";
import { element } from "../shared/element.ts";
import { nodeLabel } from "./cells.ts";
import { numbersOf } from "./nodeDrawer.ts";
import type { GridHands } from "./sortedGrid.ts";
import { SortedGrid } from "./sortedGrid.ts";
import { rowsText, short, totalText } from "./words.ts";

/** Two plans as `view.before` and `view.plan`, with what matches. */
export interface Compared {
  readonly before: ShownPlan;
  readonly after: ShownPlan;
  readonly comparison: ShownComparison;
}

export function comparedOf({ before, plan, comparison }: ExplainView): Compared | undefined {
  return before === undefined || plan === undefined || comparison === undefined ? undefined : { before, after: plan, comparison };
}

const goodWords: Readonly<Record<ShownTotal["good"], string>> = { better: "✓ better", worse: "✗ worse", same: "≈", unknown: "" };

/** The totals, and every node beside the one that did its work before. */
export function compareView(compared: Compared, hands: GridHands<ShownPair>): { readonly node: HTMLElement; readonly grid: SortedGrid<ShownPair> } {
  const { before, after, comparison } = compared;
  const nodeOf = (plan: ShownPlan, at: number | undefined): ShownNode | undefined => (at === undefined ? undefined : plan.nodes[at]);
  const side = (plan: ShownPlan, at: number | undefined): Child => {
    const node = nodeOf(plan, at);
    if (node === undefined) return element("span", { class: "quiet" }, "–");
    const label = nodeLabel(node);
    label.style.paddingLeft = `${Math.min(node.depth, 16) * 10}px`;
    return label;
  };
  const time = (plan: ShownPlan, at: number | undefined): string => {
    const node = nodeOf(plan, at);
    return node === undefined ? "" : node.loops === 0 ? "never run" : totalText(node, plan);
  };
  const amount = (plan: ShownPlan, at: number | undefined): number | undefined => nodeOf(plan, at)?.[plan.measure === "time" ? "ms" : "cost"];
  const rows = (plan: ShownPlan, at: number | undefined): string => {
    const node = nodeOf(plan, at);
    return node === undefined ? "" : rowsText(node);
  };
  const grid = new SortedGrid<ShownPair>("Nodes of both plans", [
    { id: "after", label: "After", width: 220, value: (pair) => nodeOf(after, pair.after)?.title, cell: (pair) => side(after, pair.after) },
    { id: "before", label: "Before", width: 220, value: (pair) => nodeOf(before, pair.before)?.title, cell: (pair) => side(before, pair.before) },
    { id: "change", label: "Change", width: 170, value: ({ change }) => change, cell: ({ state, change }) => element("span", { class: "change" }, state === "same" ? undefined : badge(state, `state-${state}`), change) },
    { id: "timeBefore", label: after.measure === "time" ? "Time before" : "Cost before", width: 92, value: (pair) => amount(before, pair.before), cell: (pair) => time(before, pair.before) },
    { id: "timeAfter", label: after.measure === "time" ? "Time after" : "Cost after", width: 92, value: (pair) => amount(after, pair.after), cell: (pair) => time(after, pair.after) },
    { id: "rowsBefore", label: "Rows before", width: 96, value: (pair) => nodeOf(before, pair.before)?.rows, cell: (pair) => rows(before, pair.before) },
    { id: "rowsAfter", label: "Rows after", width: 96, value: (pair) => nodeOf(after, pair.after)?.rows, cell: (pair) => rows(after, pair.after) },
  ], hands, (pair) => `${pair.state}: ${short(pair.words)}`);
  grid.show(comparison.pairs);
  return { node: element("div", { class: "view compare" }, totals(comparison.totals), grid.node), grid };
}

function totals(all: readonly ShownTotal[]): HTMLElement {
  const head = element("tr", {}, ...["", "Before", "After", "Change", ""].map((name) => element("th", {}, name)));
  const lines = all.map(({ name, before, after, words, good }) => {
    const cell = element("th", {}, name);
    cell.setAttribute("scope", "row");
    return element("tr", {}, cell, element("td", {}, before), element("td", {}, after), element("td", {}, words), element("td", { class: good }, goodWords[good]));
  });
  return element("div", { class: "totals" }, element("table", { class: "counts" }, element("caption", { class: "unseen" }, "Totals of both plans"), element("thead", {}, head), element("tbody", {}, ...lines)));
}

/** Both nodes of a pair, number beside number. */
export function pairDrawer({ before, after }: Compared, pair: ShownPair): Child[] {
  const [old, now] = [pair.before === undefined ? undefined : before.nodes[pair.before], pair.after === undefined ? undefined : after.nodes[pair.after]];
  const [first, second] = [new Map(old === undefined ? [] : numbersOf(old)), new Map(now === undefined ? [] : numbersOf(now))];
  const heads = element("tr", {}, ...["", "Before", "After"].map((name) => element("th", {}, name)));
  const lines = [...new Set([...first.keys(), ...second.keys()])].map((name) => {
    const cell = element("th", {}, name);
    cell.setAttribute("scope", "row");
    return element("tr", {}, cell, element("td", {}, first.get(name) ?? "–"), element("td", {}, second.get(name) ?? "–"));
  });
  const conditions = (node: ShownNode | undefined): Child[] => (node === undefined ? [] : node.conditions.filter(({ name }) => name !== "output").map(({ text }) => element("code", {}, text)));
  return [
    element("p", { class: "badges" }, badge(pair.state, `state-${pair.state}`)),
    element("p", {}, pair.words),
    element("table", { class: "facts" }, element("caption", { class: "unseen" }, "Numbers before and after"), element("thead", {}, heads), element("tbody", {}, ...lines)),
    ...(conditions(old).length === 0 ? [] : [element("h3", { class: "part" }, "Conditions before"), element("div", { class: "condition" }, ...conditions(old))]),
    ...(conditions(now).length === 0 ? [] : [element("h3", { class: "part" }, "Conditions after"), element("div", { class: "condition" }, ...conditions(now))]),
  ];
}
