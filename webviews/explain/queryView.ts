import type { ShownNode, ShownPlace, ShownPlan } from "../../src/protocol/explain/plan.ts";
import { button } from "../shared/controls.ts";
import type { Child } from "../shared/element.ts";
import { element } from "../shared/element.ts";

/** The query with these places marked; what overlaps is marked once. */
export function markedQuery(query: string, places: readonly ShownPlace[]): HTMLElement {
  const parts: Child[] = [];
  let at = 0;
  for (const { start, end } of places.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (end <= at || start > query.length) continue;
    const from = Math.max(start, at);
    parts.push(query.slice(at, from), element("mark", {}, query.slice(from, end)));
    at = end;
  }
  parts.push(query.slice(at));
  return element("div", { class: "scrollable", role: "group", tabIndex: 0, aria: { label: "Query" } }, element("pre", { class: "sql query" }, ...parts));
}

export interface QueryHands {
  copy(text: string): void;
  /** The editor shows the whole query. */
  reveal(): void;
}

/** The whole query, with the part marked that the node in the drawer comes from. */
export function queryView(plan: ShownPlan, opened: ShownNode | undefined, hands: QueryHands): HTMLElement {
  if (plan.query === undefined) return element("div", { class: "view scrolling" }, element("p", {}, "The plan does not say which query it is of. Explain the query itself, or give both, and nodes lead to their SQL."));
  const { query } = plan;
  const marks = opened?.places ?? [];
  const says = opened === undefined ? "Choose a node: its part of the query is marked here." : marks.length === 0 ? (opened.unplaced ?? "") : `Marked: ${opened.title}`;
  return element(
    "div", { class: "view scrolling" },
    element("div", { class: "block-head" }, element("p", { class: "note", role: "status" }, says.slice(0, 400)), element("div", { class: "actions" }, button("Copy", () => {
      hands.copy(query);
    }, { name: "Copy the query" }), button("Show in Editor", hands.reveal))),
    markedQuery(query, marks),
  );
}
