import type { FromAudit } from "../../src/protocol/audit/messages.ts";
import type { AuditView, ShownFinding } from "../../src/protocol/audit/view.ts";
import { badge, button } from "../shared/controls.ts";
import type { Child } from "../shared/element.ts";
import { element } from "../shared/element.ts";
import { evidenceBlock } from "../shared/evidence.ts";
import { dismissForm } from "./dismissForm.ts";
import { severityWord } from "./rows.ts";

const triedWords: Readonly<Record<ShownFinding["tried"], string>> = {
  through: "Witnessed: it was tried and went through. What was executed is below; nothing of it was left.",
  broken: "Witnessed: what people are meant to do was tried, and failed. What was executed is below; nothing of it was left.",
  denied: "Tried, and denied: something else stands in the way today.",
  no: "Found by reading; no attack was tried.",
};

type Send = (message: FromAudit) => void;

/** All about one finding: what was executed, the fix with its way back, and the ways to answer it. */
export function findingDrawer(view: AuditView, finding: ShownFinding, send: Send): Child[] {
  const copy = (text: string): void => {
    send({ type: "copy", text });
  };
  return [
    element("p", { class: "badges" }, badge(severityWord(finding.severity), finding.severity), badge(finding.state, finding.state), element("span", {}, finding.rule)),
    element("p", { class: "object" }, finding.object),
    finding.dismissed !== undefined && element("p", { class: "note" }, `Dismissed${finding.dismissed.until === undefined ? "" : ` until ${finding.dismissed.until}`}: ${finding.dismissed.reason}`),
    element("p", { class: "note" }, finding.dismissed === undefined ? triedWords[finding.tried] : "Found by reading; what is dismissed is not tried."),
    ...finding.evidence.map((evidence) => evidenceBlock(evidence, copy)),
    ...(finding.dismissed === undefined ? fixPart(finding, send, copy) : []),
    view.mayDismiss && finding.state !== "dismissed" && dismissForm(finding, send),
    view.mayDismiss && finding.dismissed !== undefined && button("Take the Dismissal Back", () => {
      send({ type: "undismiss", key: finding.key });
    }),
    element("p", { class: "key" }, "Key: ", element("code", {}, finding.key), " ", button("Copy", () => {
      copy(finding.key);
    }, { name: "Copy the key" })),
  ];
}

/** The statements and what undoes them. Only the key goes to the extension, which shows them again and asks. */
function fixPart(finding: ShownFinding, send: Send, copy: (text: string) => void): Child[] {
  const { fix } = finding;
  if (fix === undefined) return [element("p", { class: "note" }, "No fix is offered: none was proven, or only a person can decide what is right.")];
  const note = element("p", { class: "note", id: "fix-note" }, fix.proven ? "Proven: it was executed, the finding was gone, whatever was tried with it came out right (above), and all of it was undone. The editor shows the statements once more and asks as the permission mode says before it runs them." : "Not proven: it was not executed, so it can't be applied from here.");
  return [
    element("h3", { class: "part" }, `Fix: ${fix.title}`),
    note,
    evidenceBlock({ kind: "sql", title: "Statements of the fix", text: fix.script }, copy),
    fix.undo !== undefined && evidenceBlock({ kind: "sql", title: "What undoes the fix", text: fix.undo }, copy),
    fix.proven && button("Apply Fix…", () => {
      send({ type: "applyFix", key: finding.key });
    }, { primary: true, describedBy: "fix-note" }),
  ];
}
