import type { FromExplain } from "../../src/protocol/explain/messages.ts";
import { countText, msText } from "../../src/protocol/explain/numbers.ts";
import type { ShownPlan } from "../../src/protocol/explain/plan.ts";
import type { ExplainView } from "../../src/protocol/explain/view.ts";
import { badge, button, dropdown } from "../shared/controls.ts";
import { element } from "../shared/element.ts";
import type { UiState } from "./uiState.ts";

type Send = (message: FromExplain) => void;

/** What plan it is, what it took, the worst that was seen, and what can be done with it. */
export function header(view: ExplainView, plan: ShownPlan | undefined, which: UiState["plan"], hands: { readonly send: Send; readonly choose: (which: UiState["plan"]) => void; readonly findings: () => void }): HTMLElement {
  const worst = which === "after" ? view.diagnostics.find(({ severity }) => severity !== "info") : undefined;
  const line = element("p", { class: "worst" }, ...(worst === undefined ? [] : [badge(worst.severity, worst.severity), element("span", { class: "worst-words", title: worst.saw.slice(0, 500) }, worst.saw.slice(0, 500)), button("All Findings", hands.findings)]));
  return element(
    "header", { class: "summary" },
    element("div", { class: "title" }, element("h1", {}, view.title), actions(view, plan, hands.send)),
    element("p", { class: "target" }, facts(view, plan)),
    view.before !== undefined && element("div", { class: "which" }, dropdown("Which plan", [{ value: "after", label: "Plan: after" }, { value: "before", label: "Plan: before" }] as const, which, hands.choose), view.comparison !== undefined && element("span", { class: "said" }, view.comparison.words)),
    view.comparison === undefined && element("p", { class: "said" }, view.summary),
    worst !== undefined && line,
  );
}

function actions(view: ExplainView, plan: ShownPlan | undefined, send: Send): HTMLElement {
  const exports = [["Tree as SVG", "treeSvg"], ["Flame graph as SVG", "flameSvg"], ["Markdown", "markdown"], ["JSON", "json"]] as const;
  const compare = [["With a file…", "file"], ["With the clipboard", "clipboard"], ...(view.mayComparePrevious ? ([["With the plan before", "previous"]] as const) : []), ...(view.mayCompareUsers ? ([["As two users would have it…", "users"]] as const) : [])] as const;
  return element(
    "div", { class: "actions", role: "group", aria: { label: "This plan" } },
    view.mayRerun && button("Run Again", () => {
      send({ type: "rerun" });
    }, { primary: true }),
    plan !== undefined && menu("Compare", compare, (how) => {
      send({ type: "compare", with: how });
    }),
    plan !== undefined && menu("Export", exports, (format) => {
      send({ type: "export", format });
    }),
  );
}

/** A dropdown whose first line is its name: what is chosen is done, and the name stands again. */
function menu<Value extends string>(name: string, choices: readonly (readonly [string, Value])[], chosen: (value: Value) => void): HTMLElement {
  const made = dropdown<Value | "">(name, [{ value: "", label: `${name}…` }, ...choices.map(([label, value]) => ({ value, label }))], "", (value) => {
    if (value === "") return;
    (made as unknown as { selectedIndex: number }).selectedIndex = 0;
    chosen(value);
  });
  return made;
}

function facts(view: ExplainView, plan: ShownPlan | undefined): string {
  const { target } = view;
  const at = new Date(view.at);
  const when = Number.isNaN(at.getTime()) ? view.at : at.toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
  const where = target === undefined ? [] : [`${target.engine} ${target.version}`, `database ${target.database}`, target.role];
  const of = plan === undefined ? [] : [
    plan.form,
    plan.executed ? (plan.executionMs === undefined ? "executed" : `executed in ${msText(plan.executionMs)}`) : `not executed${plan.cost === undefined ? "" : `, cost ${countText(plan.cost)}`}`,
    plan.planningMs === undefined ? "" : `planned in ${msText(plan.planningMs)}`,
    `${countText(plan.nodes.length)} ${plan.nodes.length === 1 ? "node" : "nodes"}`,
  ];
  return [...of, ...where, when].filter((part) => part !== "").join(" · ");
}
