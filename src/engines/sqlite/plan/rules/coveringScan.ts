import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { catalogTable, readings } from "../asked.ts";
import { foldName } from "../../quote.ts";
import { indexFor } from "../makeIndex.ts";
import { costHere, severityFor, tooLittle } from "../weight.ts";

/** A whole index is read although one of its columns is asked for a value. */
export const coveringScan: PlanRule = {
  id: "plan/covering-scan",
  title: "A whole index is read",
  why: "SCAN … USING INDEX reads every entry of the index. It is cheaper than the table, but a condition on a column that is not its first is tested entry by entry. (https://sqlite.org/eqp.html)",
  find: (view) =>
    readings(view).flatMap(({ node, table, terms, inner }) => {
      if (node.operation !== "SCAN" || node.index === undefined || tooLittle(view, table)) return [];
      const index = catalogTable(view, table)?.indexes.find((one) => foldName(one.name) === foldName(node.index ?? ""));
      const first = index?.columns[0];
      const asked = terms.filter((term) => !term.negated && term.wrapped === undefined && (term.compare === "equal" || term.compare === "in") && (term.other === undefined || inner) && (first === undefined || foldName(first) !== term.column));
      if (asked.length === 0) return [];
      const sql = indexFor(table, asked);
      return [{
        rule: "plan/covering-scan", severity: severityFor(view, table), node: node.id,
        saw: `All entries of ${node.index} are read for ${asked.map((term) => term.text).join(" and ")}${index === undefined ? "" : `, which its order (${index.columns.join(", ")}) does not serve`}.`,
        ...costHere(view, node, table),
        advice: "An index that starts with the columns compared by = makes it a SEARCH.",
        ...(sql === undefined ? {} : { sql }),
      }];
    }),
};
