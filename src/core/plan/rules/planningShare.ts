import type { PlanRule } from "../planRule.ts";
import { inMs, inPercent } from "../words.ts";

/** Planning that takes longer than a tenth of the whole. */
export const planningShare: PlanRule = {
  id: "plan/planning-share",
  title: "Planning takes a large part",
  why: "A statement that is planned each time pays for it each time. The line is drawn at 10 ms and a third of the whole: below, a cold cache of the session alone makes it so.",
  find: ({ plan }) => {
    const { planningMs, executionMs } = plan;
    if (planningMs === undefined || executionMs === undefined || planningMs < 10) return [];
    const share = planningMs / (planningMs + executionMs);
    if (share < 1 / 3) return [];
    return [
      {
        rule: "plan/planning-share",
        severity: share >= 0.5 && planningMs >= 20 ? "warning" : "info",
        saw: `Planning took ${inMs(planningMs)}, the execution ${inMs(executionMs)}.`,
        matters: `${inPercent(share)} of the two together is planning, each time that the statement is planned anew.`,
        share,
        advice: "Prepare the statement once and execute it often, or join fewer tables (or partitions) in it. Run it a second time first: the first statement of a session also fills the session's caches.",
      },
    ];
  },
};
