import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { accessesOf } from "../access.ts";
import { tableName } from "../indexFor.ts";
import { counted } from "../../../../core/counted.ts";
import { weightOfAccess } from "../weight.ts";

const most = 0.6;
const leastRead = 5000;

/** Where the planner puts most of its cost (prefix_cost), while nothing was executed. */
export const costShare: PlanRule = {
  id: "plan/cost-share",
  title: "Most of the cost is expected at one table",
  why: "The cost is the planner's guess in its own unit, made before anything ran. It says where to look first; whether it is right only an execution tells.",
  find: (view) => {
    const accesses = accessesOf(view);
    if (view.plan.executed || accesses.length < 2) return [];
    return accesses.flatMap((access) => {
      const weight = weightOfAccess(view, access);
      if ((access.how === "table" && access.condition !== undefined) || weight?.share === undefined || weight.share < most || access.read < leastRead) return [];
      return [{
        rule: costShare.id, node: access.node.id, ...weight, severity: "info",
        saw: `The planner expects to read ${inRows(access.read)} of ${tableName(access)}${access.loops > 1.5 ? ` in ${counted(Math.round(access.loops), "loop")}` : ""}.`,
        advice: "Ask for the executed plan (--analyze): it tells whether that is where the time goes.",
      }];
    });
  },
};
