import type { PlanView } from "../../../../core/plan/planView.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { catalogTable, readings, startsWith, wholeIndexes } from "../asked.ts";
import { indexFor } from "../makeIndex.ts";
import type { Term } from "../term.ts";
import { costHere, severityFor, sizeOf, tooLittle } from "../weight.ts";

/** A table is read from end to end although the statement wants rows with a certain value. */
export const fullScan: PlanRule = {
  id: "plan/full-scan",
  title: "Full scan although rows are looked for",
  why: "SCAN without an index reads every row of the table, and the condition throws most of them away. It is right where most rows are wanted or the table is small. (https://sqlite.org/eqp.html)",
  find: (view) =>
    readings(view).flatMap(({ node, table, terms, inner }) => {
      const asked = terms.filter((term) => seeks(term) && !isJoinToLater(term, inner));
      if (node.operation !== "SCAN" || node.index !== undefined || asked.length === 0 || tooLittle(view, table) || wantsMost(view, table)) return [];
      const served = asked.filter((term) => wholeIndexes(catalogTable(view, table)).some((index) => startsWith(index, term.column)));
      if (served.length > 0) return [];
      const sql = indexFor(table, asked);
      return [{
        rule: "plan/full-scan", severity: asked.every((term) => term.compare === "range") ? ("info" as const) : severityFor(view, table), node: node.id,
        saw: `${table} is read whole${inner ? " again for every row of the step before" : ""}, though only rows with ${asked.map((term) => term.text).join(" and ")} are wanted.`,
        ...costHere(view, node, table),
        advice: "An index that starts with the columns compared by = lets SQLite SEARCH them. It does not help where most rows match.",
        ...(sql === undefined ? {} : { sql }),
      }];
    }),
};

function seeks(term: Term): boolean {
  return !term.negated && term.wrapped === undefined && term.collation === undefined && ["equal", "in", "range"].includes(term.compare);
}

/** Where one table is all there is, what came out (or was changed) tells how many of its rows match; from a fifth on a scan is the better way. */
function wantsMost(view: PlanView, table: string): boolean {
  const rows = view.plan.root.actual?.rows;
  const size = sizeOf(view, table);
  if (rows === undefined || size === undefined || readings(view).length !== 1) return false;
  return rows >= (size.more ? size.rows : size.rows / 5);
}

/** The outermost table of a join is scanned because something has to be: the join's condition is used by the other. */
function isJoinToLater(term: Term, inner: boolean): boolean {
  return term.other !== undefined && !inner;
}
