import type { ShownEvidence } from "../../src/protocol/shown.ts";
import { button } from "./controls.ts";
import { element } from "./element.ts";

type Copy = (text: string) => void;

/** What was executed or read: a text, statements, a table or a difference, with a way to copy it. */
export function evidenceBlock(evidence: ShownEvidence, copy: Copy): HTMLElement {
  return element("section", { class: "evidence" }, blockHead(evidence.title, plain(evidence), copy), body(evidence));
}

function blockHead(title: string, text: string, copy: Copy): HTMLElement {
  const press = (): void => {
    copy(text);
  };
  return element("div", { class: "block-head" }, element("h3", {}, title), button("Copy", press, { name: title === "" ? "Copy" : `Copy ${title}` }));
}

function body(evidence: ShownEvidence): HTMLElement {
  switch (evidence.kind) {
    case "text":
    case "sql":
      return scrollable(evidence.title, element("pre", { class: evidence.kind }, evidence.text));
    case "diff":
      return scrollable(evidence.title, element("pre", { class: "diff" }, ...evidence.lines.map((line) => element("span", { class: line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "same" }, `${line}\n`))));
    case "table":
      return scrollable(evidence.title, element("table", {}, element("thead", {}, element("tr", {}, ...evidence.columns.map(headCell))), element("tbody", {}, ...evidence.rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", {}, cell)))))));
  }
}

function headCell(name: string): HTMLElement {
  const cell = element("th", {}, name);
  cell.setAttribute("scope", "col");
  return cell;
}

/** What is wider than the page scrolls by itself, also by the keyboard. */
function scrollable(title: string, content: HTMLElement): HTMLElement {
  return element("div", { class: "scrollable", role: "group", tabIndex: 0, aria: { label: title === "" ? "Evidence" : title } }, content);
}

function plain(evidence: ShownEvidence): string {
  if (evidence.kind === "diff") return evidence.lines.join("\n");
  return evidence.kind === "table" ? [evidence.columns, ...evidence.rows].map((row) => row.join("\t")).join("\n") : evidence.text;
}
