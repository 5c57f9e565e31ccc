import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { counted } from "../../../../core/counted.ts";

/** What the sqlite3 shell itself proposes. */
export const shellAdvice: PlanRule = {
  id: "plan/shell-advice",
  title: "The sqlite3 shell proposes indexes",
  why: ".expert makes candidates from the conditions and lets the planner choose among them, on empty tables unless it was given --sample: that an index is chosen does not say that it is worth its writes. (https://sqlite.org/cli.html#index_recommendations_sqlite_expert_)",
  find: (view) => {
    const proposed = view.plan.facts["proposedIndexes"];
    if (!Array.isArray(proposed) || proposed.length === 0) return [];
    return [{
      rule: "plan/shell-advice", severity: "info",
      saw: `.expert proposes ${counted(proposed.length, "index").replace("indexs", "indexes")}, and the plan is the one that it would give.`,
      matters: "The shell chose on empty tables, so that how much it wins is not known.",
      advice: "Try it on a copy of the data before you keep it.",
      sql: proposed.map((sql) => `${String(sql)};`).join("\n"),
    }];
  },
};
