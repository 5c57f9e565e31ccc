import { planIn } from "./planData.ts";
import type { FromExplain } from "../../protocol/explain/messages.ts";
import { readFromExplain } from "../../protocol/explain/messages.ts";
import { loadEngine } from "../../engines/load.ts";
import type { PanelKind } from "../panels/reportPanel.ts";
import { runAgain } from "../runs/runAgain.ts";
import type { Run } from "../runs/finishedRuns.ts";
import { comparePlan, rememberPlan } from "./comparePlan.ts";
import { explainView } from "./explainView.ts";
import { exportPlan } from "./exportPlan.ts";
import { revealNode } from "./revealNode.ts";

export const explainPanel: PanelKind<FromExplain> = {
  type: "dataEngineer.explain",
  page: "explain",
  icon: "graph",
  title: ({ report }) => (report.data["before"] === undefined ? "Query Plan" : "Query Plans Compared"),
  read: readFromExplain,
  view: async (_services, run) => {
    const mayComparePrevious = rememberPlan(run);
    return explainView(run, { tokensOf: await tokensOf(run), mayComparePrevious });
  },
  answer: async (panel, run, message) => {
    const { services } = panel;
    switch (message.type) {
      case "ready":
        return;
      case "copy":
        return panel.copy(message.text);
      case "export":
        return exportPlan(run, message.format);
      case "reveal": {
        const said = await revealNode(services, run, message.node, panel.beside);
        return said === undefined ? undefined : panel.tell(said);
      }
      case "compare":
        return panel.while("Comparing", () => comparePlan(services, run, message.with));
      case "rerun":
        return panel.while("Running it again", () => runAgain(services, run));
    }
  },
};

/** The tokens of the plan's own language, where there is a query to look into. */
async function tokensOf({ report }: Run): Promise<Parameters<typeof explainView>[1]["tokensOf"]> {
  const plan = planIn(report.data["plan"]);
  return plan?.query === undefined ? undefined : (await loadEngine(plan.dialect)).queryTokens;
}
