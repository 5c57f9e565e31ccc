import type { AuditView } from "../../src/protocol/audit/view.ts";
import type { FromAudit } from "../../src/protocol/audit/messages.ts";
import { button } from "../shared/controls.ts";
import { element } from "../shared/element.ts";
import { counted } from "./rows.ts";

type Send = (message: FromAudit) => void;

/** What was looked at, what was found, what changed since the last time, and what nobody looked at. */
export function summary(view: AuditView, send: Send): HTMLElement {
  return element("header", { class: "summary" }, element("div", { class: "title" }, element("h1", {}, view.title), actions(view, send)), element("p", { class: "target" }, facts(view)), element("p", { class: "said" }, view.summary), trend(view), counts(view), unseen(view));
}

function actions(view: AuditView, send: Send): HTMLElement {
  const formats = [["HTML", "html"], ["Markdown", "markdown"], ["SARIF", "sarif"]] as const;
  return element(
    "div", { class: "actions", role: "group", aria: { label: "This report" } },
    view.mayRerun && button("Run Again", () => {
      send({ type: "rerun" });
    }, { primary: true }),
    ...formats.map(([label, format]) => button(`Export ${label}`, () => {
      send({ type: "export", format });
    })),
  );
}

function facts(view: AuditView): string {
  const { target } = view;
  const where = target === undefined ? [] : [`${target.engine} ${target.version}`, `database ${target.database}`, target.role];
  const at = new Date(view.at);
  const when = Number.isNaN(at.getTime()) ? view.at : at.toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
  return [...where, when, `${(view.durationMs / 1000).toLocaleString("en", { maximumFractionDigits: 1 })} s`].join(" · ");
}

function trend(view: AuditView): HTMLElement | undefined {
  return view.trend === undefined ? undefined : element("p", { class: "trend" }, `Since ${view.trend.since}: ${view.trend.words}`);
}

function counts(view: AuditView): HTMLElement | undefined {
  if (view.findings.length === 0) return undefined;
  const open = view.findings.filter(({ state }) => state !== "dismissed");
  const groups = [...new Set(view.findings.map(({ group }) => group))].sort();
  const line = (name: string, of: AuditView["findings"]): HTMLElement => {
    const { error, warning, info } = counted(of.filter(({ state }) => state !== "dismissed"));
    const head = element("th", {}, name);
    head.setAttribute("scope", "row");
    return element("tr", {}, head, ...[error, warning, info, of.filter(({ state }) => state === "new").length, of.filter(({ state }) => state === "dismissed").length].map((number) => element("td", number === 0 ? { class: "none" } : {}, number.toLocaleString("en"))));
  };
  const heads = ["Group", "Errors", "Warnings", "Notes", "New", "Dismissed"].map((name) => {
    const cell = element("th", {}, name);
    cell.setAttribute("scope", "col");
    return cell;
  });
  const caption = element("caption", { class: "unseen" }, `${open.length} findings by group and severity`);
  return element("table", { class: "counts" }, caption, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...groups.map((group) => line(group, view.findings.filter((finding) => finding.group === group))), ...(groups.length > 1 ? [line("all", view.findings)] : [])));
}

function unseen(view: AuditView): HTMLElement | undefined {
  if (view.unseen.length === 0) return undefined;
  return element("details", { class: "not-seen" }, element("summary", {}, `Not looked at: ${view.unseen.length}`), element("ul", {}, ...view.unseen.map((line) => element("li", {}, line))));
}
