import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { counted } from "../../../../core/counted.ts";
import { placeOf } from "../nodeWords.ts";

export const roundedRows = nodeRule(
  {
    id: "plan/rounded-rows",
    title: "Rows are only known roughly",
    why: "EXPLAIN gives the rows of one run on average: up to version 17 as a whole number, from 18 on with two digits. A node that ran often and mostly gave one row or none shows 0 or 1 for anything between; what it gave in all is not known.",
  },
  (view, node) => {
    const { actual } = node;
    if (actual === undefined || actual.rows === undefined || actual.loops < 1000 || /"Actual Rows": *\d+\.\d|rows=\d+\.\d\d loops/.test(view.plan.raw)) return undefined;
    const each = actual.rows / actual.loops;
    if (each > 1 || node.role !== undefined || view.parentOf(node)?.actual?.rounded === true) return undefined;
    return { saw: `${placeOf(node)} ran ${counted(actual.loops, "time")} and shows ${each} ${each === 1 ? "row" : "rows"} each: it gave between ${Math.max(0, each - 0.5) * actual.loops} and ${counted(Math.round((each + 0.5) * actual.loops), "row")}.`, matters: "Ratios of its rows to others are not worth a conclusion.", atMost: "info" };
  },
);
