import type { ShownNode, ShownPlan } from "../../src/protocol/explain/plan.ts";
import type { ShownDiagnostic } from "../../src/protocol/explain/view.ts";
import { bytesText, countText, factorText, msText, percentText } from "../../src/protocol/explain/numbers.ts";
import { badge, button } from "../shared/controls.ts";
import type { Child } from "../shared/element.ts";
import { element } from "../shared/element.ts";
import type { DiagnosticHands } from "./diagnostics.ts";
import { diagnosticCard } from "./diagnostics.ts";
import { markedQuery } from "./queryView.ts";

export interface DrawerHands extends DiagnosticHands {
  reveal(node: number): void;
}

/** All about one node: what was seen at it, its numbers, its conditions, where in the query it comes from, and what else the engine tells. */
export function nodeDrawer(node: ShownNode, plan: ShownPlan, seen: readonly ShownDiagnostic[], hands: DrawerHands): Child[] {
  return [
    element("p", { class: "badges" }, badge(node.kind, "kind"), node.role !== undefined && badge(node.role.slice(0, 200), "role"), node.loops === 0 && badge("never run", "never-run"), plan.measure !== "nothing" && node.share !== undefined && element("strong", {}, `${percentText(node.share)} of the ${plan.measure}`)),
    ...seen.map((one) => diagnosticCard(one, { ...hands, nodeTitle: () => undefined })),
    table("Numbers", numbersOf(node)),
    ...(node.conditions.length === 0 ? [] : [element("h3", { class: "part" }, "Conditions"), ...node.conditions.map(({ name, text }) => element("div", { class: "condition" }, element("span", { class: "quiet" }, conditionNames[name] ?? name), element("code", {}, text)))]),
    ...origin(node, plan, hands),
    node.facts.length === 0 ? undefined : element("h3", { class: "part" }, "As the engine tells it"),
    node.facts.length === 0 ? undefined : table("Facts", node.facts.map(({ name, text }) => [name, text])),
  ];
}

const conditionNames: Readonly<Record<string, string>> = { access: "finds rows by", filter: "throws away by", join: "joins by", recheck: "checks again", sort: "sorts by", group: "groups by", output: "gives", cache: "remembers by" };

/** Numbers that the engine did not give are left out. */
export function numbersOf(node: ShownNode): (readonly [string, string])[] {
  const { buffers: of = {} } = node;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["Own time", told(node.exclusiveMs, msText)], ["Time with all below", told(node.ms, msText)],
    ["Own cost", told(node.exclusiveCost, countText)], ["Cost with all below", told(node.cost, countText)], ["Cost before the first row", told(node.startupCost, countText)],
    ["Rows", told(node.rows, (count) => `${countText(count)}${node.rounded === true ? " (rounded by the engine)" : ""}`)], ["Rows expected of one run", told(node.estimatedRows, countText)], ["The planner expected", told(node.factor, factorText)],
    ["Rows thrown away", told(node.discarded, countText)], ["Runs", told(node.loops, countText)], ["Bytes of a row", told(node.width, countText)],
    ["From the cache", pair(of.ownHit, of.hit)], ["From disk", pair(of.ownRead, of.read)], ["Written", pair(of.ownWritten, of.written)], ["Dirtied, with all below", told(of.dirtied, bytesText)], ["Temporary files", pair(of.ownTemp, of.temp)], ["I/O time, with all below", told(of.ioMs, msText)],
  ];
  return rows.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
}

function told(value: number | undefined, text: (value: number) => string): string | undefined {
  return value === undefined ? undefined : text(value);
}

function pair(own: number | undefined, total: number | undefined): string | undefined {
  if (total === undefined || total === 0) return undefined;
  return own === undefined || own === total ? bytesText(total) : `${bytesText(own)}, with all below ${bytesText(total)}`;
}

export function table(name: string, rows: readonly (readonly [string, string])[]): HTMLElement {
  const lines = rows.map(([head, text]) => {
    const cell = element("th", {}, head);
    cell.setAttribute("scope", "row");
    return element("tr", {}, cell, element("td", {}, text));
  });
  return element("table", { class: "facts" }, element("caption", { class: "unseen" }, name), element("tbody", {}, ...lines));
}

function origin(node: ShownNode, plan: ShownPlan, hands: DrawerHands): Child[] {
  const heading = element("h3", { class: "part" }, "In the query");
  if (plan.query === undefined) return [];
  if (node.places.length === 0) return [heading, element("p", { class: "note" }, node.unplaced ?? "Where it comes from cannot be told.")];
  return [
    heading,
    element("p", { class: "note" }, [...new Set(node.places.map(({ what }) => what))].join(", ")),
    markedQuery(plan.query, node.places),
    button("Show in Editor", () => {
      hands.reveal(node.id);
    }),
  ];
}
