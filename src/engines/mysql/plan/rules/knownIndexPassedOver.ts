import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inPercent, inRows } from "../../../../core/plan/words.ts";
import { accessesOf, isBelow } from "../access.ts";
import { indexFor, indexInWords, tableName } from "../indexFor.ts";
import { reasonOf } from "../reason.ts";
import { termsOf } from "../terms.ts";
import { weightOfAccess } from "../weight.ts";

const keptAtMost = 0.1;

/** `possible_keys` names indexes, none was taken, and few rows were kept. */
export const knownIndexPassedOver: PlanRule = {
  id: "plan/known-index-passed-over",
  title: "An index was thought of and left aside",
  why: "The planner leaves an index aside when it expects so many rows from it that reading the whole table is cheaper. That is right for a wide condition; where only few rows remain in the end, either its statistics are old or no index holds all that the condition asks.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const { node, condition, read, kept, possible } = access;
      if (!view.plan.executed || access.how !== "table" || access.temporary || condition === undefined || possible.length === 0 || kept > read * keptAtMost || isBelow(view, node, (above) => above.kind === "write")) return [];
      const reason = reasonOf(view, access);
      const weight = weightOfAccess(view, access);
      if (reason.kind !== "plain" || weight === undefined) return [];
      const advice = indexFor(view, access, termsOf(condition));
      return [{
        rule: knownIndexPassedOver.id, node: node.id, ...weight,
        saw: `${tableName(access)} is read as a whole (${inRows(read)}) although ${possible.join(", ")} could lead to rows; ${inPercent(kept / read)} of them pass ${condition}.`,
        advice: advice === undefined ? "Bring the statistics up to date (ANALYZE TABLE) and look at the plan again." : `Create ${indexInWords(advice)}${advice.choice === undefined ? "" : " and look at the plan again"}. Where an index known already should have led to these rows, its statistics are old: ANALYZE TABLE.`,
        ...(advice?.sql === undefined ? {} : { sql: advice.sql }),
      }];
    }),
};
