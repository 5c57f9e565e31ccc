import type { FromAudit } from "../../protocol/audit/messages.ts";
import { readFromAudit } from "../../protocol/audit/messages.ts";
import type { PanelKind } from "../panels/reportPanel.ts";
import { exportRun } from "../reports/exportReport.ts";
import { runAgain } from "../runs/runAgain.ts";
import { applyFix, decide } from "./answers.ts";
import { auditView } from "./auditView.ts";

export const auditPanel: PanelKind<FromAudit> = {
  type: "dataEngineer.audit",
  page: "audit",
  icon: "shield",
  title: ({ report }) => (report.command === "security-audit" ? "Security Audit" : "Test as User"),
  read: readFromAudit,
  view: (_services, run) => auditView(run),
  answer: async (panel, run, message) => {
    const { services } = panel;
    switch (message.type) {
      case "ready":
        return;
      case "copy":
        return panel.copy(message.text);
      case "export":
        return exportRun(run, message.format, panel.beside);
      case "rerun":
        return panel.while("Running it again", () => runAgain(services, run));
      case "applyFix":
        return panel.while("Applying the fix", () => applyFix(services, run, message.key, panel.beside));
      case "dismiss":
        return panel.while("Dismissing it and looking again", () => decide(services, run, { dismiss: message.key, reason: message.reason, ...(message.until === undefined ? {} : { until: message.until }) }));
      case "undismiss":
        return panel.while("Taking the dismissal back and looking again", () => decide(services, run, { undismiss: message.key }));
    }
  },
};
