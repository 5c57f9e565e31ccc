import type { FromAudit } from "../../protocol/audit/messages.ts";
import { readFromAudit } from "../../protocol/audit/messages.ts";
import type { PanelKind } from "../panels/reportPanel.ts";
import { exportRun } from "../reports/exportReport.ts";
import { runAgain } from "../runs/runAgain.ts";
import { applyFix, dismiss } from "./answers.ts";
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
        return exportRun(run, message.format);
      case "rerun":
        return panel.while("Running it again", () => runAgain(services, run));
      case "applyFix":
        return panel.while("Applying the fix", () => applyFix(services, run, message.key, panel.beside));
      case "dismiss":
        return panel.while("Dismissing it and looking again", () => dismiss(services, run, message.key, message.reason, message.until));
    }
  },
};
