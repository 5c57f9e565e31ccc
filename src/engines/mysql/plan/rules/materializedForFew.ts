import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { accessesOf } from "../access.ts";
import { weightBelow } from "../weight.ts";

const usedAtMost = 0.1;
const leastRows = 1000;

/** A derived table is made in full, and a few of its rows are looked up. */
export const materializedForFew: PlanRule = {
  id: "plan/materialized-for-few",
  title: "A derived table is made in full for a few of its rows",
  why: "A derived table with GROUP BY, DISTINCT or LIMIT is made before it is joined, with all its groups. Where the rest of the statement asks for few of them, nearly all of that work is in vain.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const made = access.node.children.find((child) => child.kind === "materialize");
      const rows = made?.actual?.rows;
      if (made === undefined || rows === undefined || rows < leastRows || access.kept > rows * usedAtMost || made.actual?.loops !== 1) return [];
      const weight = weightBelow(view, made, rows);
      if (weight === undefined) return [];
      return [{
        rule: materializedForFew.id, node: made.id, ...weight,
        saw: `${inRows(rows)} are made for ${access.relation.name.startsWith("<") ? "a subquery" : access.relation.name}, and ${access.kept < 1 ? "none of them is" : `${inRows(access.kept)} ${Math.round(access.kept) === 1 ? "is" : "are"}`} used.`,
        advice: "Bring the condition that leaves few rows into the derived table (as a join or an IN there), or write it as a LATERAL derived table, which makes only the groups asked for. For IN and NOT IN, an index on the subquery's column makes EXISTS the better form.",
      }];
    }),
};
