import type { ShownPlan } from "../../src/protocol/explain/plan.ts";
import { element } from "../shared/element.ts";
import { sumGrid } from "./grids.ts";

/** Which table, which kind of node and which index take how much. */
export function statistics(plan: ShownPlan): HTMLElement {
  const { relations, operations, indexes } = plan.statistics;
  const parts = [["By table", "Table", relations], ["By operation", "Operation", operations], ["By index", "Index", indexes]] as const;
  const sections = parts.flatMap(([title, first, sums]) => (sums.length === 0 ? [] : [element("section", { class: "sums" }, element("h2", {}, `${title} (${sums.length.toLocaleString("en")})`), sumGrid(title, first, plan, sums).node)]));
  return element("div", { class: "view scrolling" }, ...sections, indexes.length === 0 && element("p", { class: "note" }, "The plan uses no index."), facts(plan));
}

function facts({ facts: told, notes }: ShownPlan): HTMLElement | undefined {
  if (told.length === 0 && notes.length === 0) return undefined;
  const rows = told.map(({ name, text }) => {
    const head = element("th", {}, name);
    head.setAttribute("scope", "row");
    return element("tr", {}, head, element("td", {}, text));
  });
  return element("section", { class: "sums" }, element("h2", {}, "Of the whole"), told.length === 0 ? undefined : element("table", { class: "facts" }, element("tbody", {}, ...rows)), ...notes.map((note) => element("p", { class: "note" }, note)));
}
