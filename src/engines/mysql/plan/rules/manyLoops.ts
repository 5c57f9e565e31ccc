import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { counted } from "../../../../core/counted.ts";
import { accessesOf, joinAbove, throwsMostAway } from "../access.ts";
import { tableName } from "../indexFor.ts";
import { cautious, weightOfAccess } from "../weight.ts";

const leastLoops = 10_000;

/** A nested loop that looks up tens of thousands of times. */
export const manyLoops: PlanRule = {
  id: "plan/many-loops",
  title: "A table is looked up tens of thousands of times",
  why: "Each lookup takes a microsecond or two, from memory. That is the best way for some thousand rows; for a large part of a table, reading it once (a hash join) or beginning with the other table is faster, and a condition that leaves fewer rows outside helps in any case.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const join = joinAbove(view, access);
      if (join === undefined || access.loops < leastLoops || access.temporary || throwsMostAway(access)) return [];
      const weight = cautious(view, weightOfAccess(view, access));
      if (weight === undefined) return [];
      return [{
        rule: manyLoops.id, node: access.node.id, ...weight,
        saw: `${tableName(access)} is looked up ${counted(Math.round(access.loops), "time")}${access.node.index === undefined ? "" : ` by ${access.node.index}`}, for ${inRows(access.kept)} in all.`,
        advice: `Leave fewer rows before this table: a condition on the tables outside, with an index for it. ${access.covering || access.node.index === "PRIMARY" ? "" : `An index of ${access.relation.name} that holds all columns asked for halves each lookup. `}${view.plan.dialect === "mysql" ? "Where all of it is needed, try a hash join: NO_JOIN_INDEX as a hint." : "Where all of it is needed, try a hash join: SET join_cache_level = 4, with IGNORE INDEX on this table."}`,
      }];
    }),
};
