import type { PlanNode } from "../../../../core/plan/plan.ts";
import type { PlanView } from "../../../../core/plan/planView.ts";
import { estimateOff } from "../../../../core/plan/rules/estimateOff.ts";
import { ancestorsOf, condition, namesIn, nodeType } from "../nodeWords.ts";

const otherCount = new Set(["BitmapAnd", "BitmapOr", "ModifyTable", "WorkTable Scan", "Recursive Union", "Hash"]);

export const estimates = estimateOff({
  comparable: (view, node) => !otherCount.has(nodeType(node)) && !(came(node) < (node.estimate.rows ?? 0) && mayStopEarly(view, node)) && !(came(node) > (node.estimate.rows ?? 0) && readAgain(view, node)),
  advice: (_view, node) => {
    if (node.kind === "function") return { advice: "A function returns 1,000 rows as far as the planner knows. Tell it better with ROWS in ALTER FUNCTION." };
    const names = [...new Set(namesIn([condition(node, "Filter"), condition(node, "Index Cond"), condition(node, "Recheck Cond")].join(" ")))].filter((name) => !["AND", "OR", "NOT", "and", "or"].includes(name));
    const asked = node.conditions.filter((one) => one.kind === "filter" || one.kind === "access").map((one) => one.text).join(" ");
    if (/\(InitPlan|\$\d/.test(asked)) return { advice: "The value that it compares with is known only while the statement runs, and the planner takes a third of the rows for a range. If the value can be had before, send it as a constant." };
    if (/^\(?\w+\(|\b(?!any\b)[a-z_]\w*\([a-z"]/i.test(asked)) return { advice: "The condition calls a function, for which the planner has no statistics: an index on the expression, or CREATE STATISTICS on it, gives it some." };
    if (node.relation === undefined) return node.kind === "join" ? { advice: "The planner takes the columns of the join for independent of each other and of the filters. Check that both tables are analysed; statistics over several columns of one table help where its filters depend on each other." } : {};
    const table = node.relation.name;
    return { advice: names.length >= 2 ? `The planner takes the conditions on ${table} for independent. Run ANALYZE on it; if the error stays, CREATE STATISTICS over the columns of the conditions.` : `Run ANALYZE on ${table}; if the error stays, raise the statistics target of the column in the condition.` };
  },
});

function came(node: PlanNode): number {
  return (node.actual?.rows ?? 0) / Math.max(1, node.actual?.loops ?? 1);
}

/** A node above took only as many rows as it needed. */
function mayStopEarly(view: PlanView, node: PlanNode): boolean {
  return [node, ...ancestorsOf(view, node)].some((one, index) => {
    if (index > 0 && (one.kind === "limit" || nodeType(one) === "Merge Join" || nodeType(one) === "WindowAgg")) return true;
    if (index > 0 && /Semi|Anti/.test(one.operation)) return true;
    return one.role !== undefined && /^(?:SubPlan|InitPlan)/.test(one.role);
  });
}

/** A merge join reads the rows of its inner side again for equal keys, and counts them again. */
function readAgain(view: PlanView, node: PlanNode): boolean {
  const above = view.parentOf(node);
  return above !== undefined && (nodeType(above) === "Merge Join" || (nodeType(above) === "Materialize" && nodeType(view.parentOf(above) ?? above) === "Merge Join"));
}
