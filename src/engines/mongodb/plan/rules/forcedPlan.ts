import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { isFields } from "../explainText.ts";

/** The planner was not free to choose, or had to choose again. */
export const forcedPlan: PlanRule = {
  id: "plan/forced-plan",
  title: "The plan was not chosen freely",
  why: "An index filter, a query setting or a hint leaves the planner no choice, also when the data change; a cached plan that did worse than in its trial is planned again. (https://www.mongodb.com/docs/manual/core/query-plans/#index-filters)",
  find: (view) => {
    const { indexFilterSet, querySettings, command, replanned, replanReason } = view.plan.facts;
    const hint = isFields(command) ? command["hint"] : undefined;
    const saw = [
      ...(indexFilterSet === true ? ["An index filter is set for this shape of query."] : []),
      ...(querySettings !== undefined ? [`Query settings are set for this shape of query: ${JSON.stringify(querySettings)}.`] : []),
      ...(hint !== undefined ? [`The command carries the hint ${JSON.stringify(hint)}.`] : []),
      ...(replanned === true || typeof replanReason === "string" ? [`The cached plan was given up${typeof replanReason === "string" ? `: ${replanReason}` : ""}.`] : []),
    ];
    if (saw.length === 0) return [];
    return [{
      rule: "plan/forced-plan", severity: "info", saw: saw.join(" "), matters: "Another plan may be better today; the planner does not try.",
      advice: indexFilterSet === true ? "Look at planCacheListFilters, and clear it where it is no longer needed." : "Explain once without it and compare.",
    }];
  },
};
