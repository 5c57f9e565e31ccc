import type { FromAudit } from "../../src/protocol/audit/messages.ts";
import type { ShownFinding } from "../../src/protocol/audit/view.ts";
import { button, textArea, textField } from "../shared/controls.ts";
import { element, fill } from "../shared/element.ts";

/** Accepts a finding with a reason, for ever or until a day. */
export function dismissForm(finding: ShownFinding, send: (message: FromAudit) => void): HTMLElement {
  const reason = textArea("Why is it accepted?", "The ledger is public by law.");
  const until = textField("Until (may stay empty)", "2027-06-30");
  const problem = element("p", { class: "problem", role: "alert" });
  const press = (): void => {
    const wrong = whatIsWrong(reason.value(), until.value());
    fill(problem, wrong);
    if (wrong !== undefined) return;
    const day = until.value().trim();
    send({ type: "dismiss", key: finding.key, reason: reason.value().trim(), ...(day === "" ? {} : { until: day }) });
  };
  return element("details", { class: "dismiss" }, element("summary", {}, "Dismiss this finding"), reason.field, until.field, problem, button("Dismiss", press));
}

function whatIsWrong(reason: string, until: string): string | undefined {
  if (reason.trim() === "") return "Write why: whoever reads this later wants to know.";
  if (reason.length > 2_000) return "The reason is longer than 2,000 characters.";
  const day = until.trim();
  if (day === "") return undefined;
  const date = new Date(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day) return "Write the day as 2027-06-30.";
  return date.getTime() <= Date.now() ? "That day is over; write one to come, or none." : undefined;
}
