import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { isFields } from "../explainText.ts";

/** Two plans were nearly equal in the trial that chose between them. */
export const closeRace: PlanRule = {
  id: "plan/close-race",
  title: "The plan won by a hair",
  why: "The planner runs its candidates for a while and keeps the one that returned most for its work; where two are nearly equal, the next run may keep the other, and its cost with it. (https://www.mongodb.com/docs/manual/core/query-plans/)",
  find: (view) => {
    const trials = view.plan.facts["trials"];
    if (!Array.isArray(trials) || trials.length < 2) return [];
    const rated = trials.filter(isFields).map((trial) => ({ plan: String(trial["plan"]), rate: Number(trial["returned"]) / Math.max(1, Number(trial["works"])), docs: Number(trial["docs"]) }));
    const [best, next] = rated.sort((a, b) => b.rate - a.rate);
    if (best === undefined || next === undefined || best.plan === next.plan || best.rate === 0 || next.rate < best.rate * 0.9) return [];
    return [{
      rule: "plan/close-race", severity: "info" as const,
      saw: `"${best.plan}" returned ${best.rate.toFixed(2)} documents for each step of work, "${next.plan}" ${next.rate.toFixed(2)}.`,
      matters: "Which of them runs depends on the values that the query comes with first; the plan cache keeps it for others.",
      advice: "Give the query an index that is clearly the best (equality, sort, range), or drop the one that misleads.",
    }];
  },
};
