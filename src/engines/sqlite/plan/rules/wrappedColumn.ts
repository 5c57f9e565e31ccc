import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { catalogTable, readings, startsWith, wholeIndexes } from "../asked.ts";
import { plainName } from "../../quote.ts";
import { costHere, severityFor, tooLittle } from "../weight.ts";

/** A function or a collation stands between a condition and the index that would serve it. */
export const wrappedColumn: PlanRule = {
  id: "plan/wrapped-column",
  title: "A function or a collation hides an index",
  why: "An index holds the column's values in the column's collation. A comparison of lower(a), a + 0, CAST(a …) or of a COLLATE … finds nothing in it, except in an index of that very expression. (https://sqlite.org/expridx.html)",
  find: (view) =>
    readings(view).flatMap(({ node, table, terms }) => {
      if (node.operation !== "SCAN" || tooLittle(view, table)) return [];
      const known = catalogTable(view, table);
      return terms.flatMap((term) => {
        const own = known?.columns.find((column) => column.name.toLowerCase() === term.column)?.collation ?? "BINARY";
        const collated = term.collation !== undefined && term.collation !== own;
        if ((term.wrapped === undefined && !collated) || term.negated || term.compare === "other" || term.compare === "like" || term.compare === "glob") return [];
        const hidden = wholeIndexes(known).find((index) => startsWith(index, term.column));
        if (hidden === undefined) return [];
        const part = term.wrapped ?? `${plainName(term.column)} COLLATE ${term.collation ?? ""}`;
        return [{
          rule: "plan/wrapped-column", severity: severityFor(view, table), node: node.id,
          saw: `${term.text} cannot use ${hidden.name}, which holds ${term.column} ${term.wrapped === undefined ? `in the collation ${own}` : "as it is"}.`,
          ...costHere(view, node, table),
          advice: term.wrapped === undefined ? "Compare in the column's own collation, or index it in this one." : "Compare the column itself with a value that is worked out beforehand, or index the expression (it must be written the same, without the table's name).",
          sql: `CREATE INDEX ${plainName(`${table}_${term.column}_expr_idx`)} ON ${plainName(table)} (${part});`,
        }];
      });
    }),
};
