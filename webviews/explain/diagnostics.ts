import type { ExplainView, ShownDiagnostic } from "../../src/protocol/explain/view.ts";
import { percentText } from "../../src/protocol/explain/numbers.ts";
import { badge, button } from "../shared/controls.ts";
import { element } from "../shared/element.ts";
import { evidenceBlock } from "../shared/evidence.ts";
import { short } from "./words.ts";

const severityWords = { error: "error", warning: "warning", info: "note" } as const;

export interface DiagnosticHands {
  /** Undefined where its node is not in the plan that is shown. */
  nodeTitle(node: number): string | undefined;
  open(node: number): void;
  copy(text: string): void;
}

/** Everything that was seen, the worst first, and what is suggested. */
export function diagnosticsView(view: ExplainView, hands: DiagnosticHands): HTMLElement {
  const nothing = view.diagnostics.length === 0 && element("p", {}, "Nothing in this plan needs changing, as far as its numbers tell.");
  const named = new Set(view.diagnostics.map(({ sql }) => sql));
  const others = view.suggestions.filter(({ sql }) => sql === undefined || !named.has(sql));
  return element(
    "div", { class: "view scrolling findings" }, nothing,
    ...view.diagnostics.map((one) => diagnosticCard(one, hands)),
    others.length > 0 && element("h2", {}, "Suggestions"),
    ...others.map(({ title, text, sql, proven }) => element("article", { class: "card" }, element("h3", {}, title), text !== "" && text !== title && element("p", {}, text), ...statement(sql, proven === true, hands))),
  );
}

/** One finding: what was seen, why it matters here, what to do. */
export function diagnosticCard(one: ShownDiagnostic, hands: DiagnosticHands): HTMLElement {
  const title = one.node === undefined ? undefined : hands.nodeTitle(one.node);
  return element(
    "article", { class: `card ${one.severity}` },
    element("p", { class: "badges" }, badge(severityWords[one.severity], one.severity), one.share !== undefined && element("strong", {}, percentText(one.share)), element("span", { class: "quiet" }, one.rule)),
    element("p", { class: "saw" }, one.saw), one.matters !== "" && element("p", {}, one.matters), one.advice !== undefined && element("p", { class: "advice" }, one.advice), ...statement(one.sql, false, hands),
    title !== undefined && button(`Go to ${short(title).slice(0, 60)}`, () => {
      hands.open(one.node!);
    }, { name: `Go to ${short(title)}` }),
  );
}

function statement(sql: string | undefined, proven: boolean, { copy }: DiagnosticHands): (HTMLElement | undefined)[] {
  if (sql === undefined) return [];
  return [evidenceBlock({ kind: "sql", title: proven ? "Proven: it was tried" : "A suggestion; nobody tried it", text: sql }, copy)];
}
