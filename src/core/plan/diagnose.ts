import type { Catalog } from "../catalog/catalog.ts";
import type { Plan } from "./plan.ts";
import type { PlanDiagnostic, PlanRule } from "./planRule.ts";
import { planView } from "./planView.ts";

const weight = { error: 2, warning: 1, info: 0 } as const;

/** What the rules see in a plan, the worst first: by severity, then by the share of the whole. */
export function diagnose(plan: Plan, rules: readonly PlanRule[], catalog?: Catalog): readonly PlanDiagnostic[] {
  const view = planView(plan, catalog);
  return rules.flatMap((rule) => rule.find(view)).sort((a, b) => weight[b.severity] - weight[a.severity] || (b.share ?? 0) - (a.share ?? 0) || (a.node ?? -1) - (b.node ?? -1));
}
