import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inPercent, inRows } from "../../../../core/plan/words.ts";
import { accessesOf } from "../access.ts";
import { isOf, tableName } from "../indexFor.ts";
import { reasonOf } from "../reason.ts";
import { weightOfAccess } from "../weight.ts";

const keptAtMost = 0.2;

/** A function, a cast or arithmetic around the column of a condition. */
export const functionOnColumn: PlanRule = {
  id: "plan/function-on-column",
  title: "A function hides the column that a condition asks for",
  why: "An index holds a column's values, not what a function makes of them: DATE(placed_at) = … can use no index on placed_at. The same condition as a range of the column can. Where most rows pass the condition no index would help.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const reason = reasonOf(view, access);
      if ((access.how !== "table" && access.how !== "index") || access.temporary || reason.kind !== "function" || !isOf(reason.column, access) || access.kept > access.read * keptAtMost && view.plan.executed) return [];
      const weight = weightOfAccess(view, access);
      if (weight === undefined) return [];
      const { column, term } = reason;
      const date = /^\(*(?:cast\(.* as date\)|date\()/i.test(term.text);
      return [{
        rule: functionOnColumn.id, node: access.node.id, ...weight,
        saw: `${tableName(access)} is read as a whole (${inRows(access.read)}${view.plan.executed ? `, ${inPercent(access.kept / access.read)} pass` : ""}), because ${term.text} asks for what a function makes of ${column.name}.`,
        advice: date
          ? `Ask for a range of ${column.name} instead (from the day's beginning, before the next day's), and have an index on it.`
          : `Compare ${column.name} itself, and have an index on it. Where the function is needed: ${view.plan.dialect === "mariadb" ? "an index on a generated column that holds its value" : "an index on the expression"}.`,
      }];
    }),
};
