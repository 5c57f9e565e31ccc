import type { PlanRule } from "../../../../core/plan/planRule.ts";
import type { PlanNode } from "../../../../core/plan/plan.ts";
import type { PlanView } from "../../../../core/plan/planView.ts";
import { firstBeside, type Reading, readingAt } from "../asked.ts";
import { costHere, severityFor, tooLittle } from "../weight.ts";

/** A subquery is run once for each row around it. */
export const correlatedSubquery: PlanRule = {
  id: "plan/correlated-subquery",
  title: "A subquery is run for every row",
  why: "A correlated subquery is run again for each row of the query around it. By an index that is a short search each time; with a scan in it the table is read as often as there are rows. (https://sqlite.org/eqp.html#subqueries)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if (node.operation !== "CORRELATED SUBQUERY") return [];
      const parent = view.parentOf(node);
      const around = parent === undefined ? undefined : (readingAt(view, parent) ?? firstBeside(view, node));
      const scanned = firstBelow(view, node, (reading) => reading.node.operation === "SCAN" && !reading.inner);
      if (tooLittle(view, scanned === undefined ? around?.table : scanned.table)) return [];
      const outer = around === undefined ? "each row around it" : `each row of ${around.table}`;
      return [{
        rule: "plan/correlated-subquery", severity: scanned === undefined ? ("info" as const) : severityFor(view, scanned.table), node: node.id,
        saw: scanned === undefined ? `The subquery is run for ${outer}, by an index.` : `The subquery reads ${scanned.table} whole for ${outer}.`,
        ...costHere(view, node, around?.table),
        advice: scanned === undefined ? "Where many rows come out, a join with a grouped subquery reads the inner table once." : `An index of ${scanned.table} on the column that ties it to the query around it makes each run a search; a join with a grouped subquery reads it once.`,
      }];
    }),
};

function firstBelow(view: PlanView, node: PlanNode, wanted: (reading: Reading) => boolean): Reading | undefined {
  for (const child of node.children) {
    const own = readingAt(view, child);
    const found = own !== undefined && wanted(own) ? own : firstBelow(view, child, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}
