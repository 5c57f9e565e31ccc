import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { catalogTable, readings, startsWith, wholeIndexes } from "../asked.ts";
import { plainName } from "../../quote.ts";
import { affinityOf } from "../affinity.ts";
import { costHere, severityFor, tooLittle } from "../weight.ts";

/** LIKE with a known beginning reads everything, because its case is not that of the index. */
export const likeWithoutIndex: PlanRule = {
  id: "plan/like-without-index",
  title: "LIKE or GLOB cannot use an index",
  why: "LIKE does not heed the case of ASCII letters, an ordinary index does: it serves LIKE 'abc%' only in the collation NOCASE, and GLOB 'abc*' only in BINARY. A pattern that starts with a wildcard needs FTS. (https://sqlite.org/optoverview.html#the_like_optimization)",
  find: (view) =>
    readings(view).flatMap(({ node, table, terms }) => {
      if (node.operation !== "SCAN" || tooLittle(view, table)) return [];
      return terms.flatMap((term) => {
        if ((term.compare !== "like" && term.compare !== "glob") || term.negated || term.wrapped !== undefined || term.literal === undefined) return [];
        const open = term.compare === "like" ? /^'[%_]/.test(term.literal) : /^'[*?[]/.test(term.literal);
        const known = catalogTable(view, table);
        const column = known?.columns.find((one) => one.name.toLowerCase() === term.column);
        const index = wholeIndexes(known).find((one) => startsWith(one, term.column));
        const text = column === undefined || affinityOf(column.type) === "TEXT";
        const why = open
          ? "its pattern starts with a wildcard"
          : index === undefined ? "no index starts with the column" : text ? `${index.name} is in the collation ${column?.collation ?? "BINARY"}` : `${term.column} is no TEXT column`;
        const wanted = term.compare === "like" ? "NOCASE" : "BINARY";
        return [{
          rule: "plan/like-without-index", severity: open ? ("info" as const) : severityFor(view, table), node: node.id,
          saw: `${term.text} reads all of ${table}: ${why}.`,
          ...costHere(view, node, table),
          advice: open ? "An FTS5 table with the trigram tokenizer answers LIKE and GLOB with a wildcard in front." : text ? `Index the column in the collation ${wanted}${term.compare === "like" ? ", or write GLOB where the case counts" : ""}.` : "Give the column the type TEXT: in another column numbers stand beside texts.",
          ...(open || !text ? {} : { sql: `CREATE INDEX ${plainName(`${table}_${term.column}_${wanted.toLowerCase()}_idx`)} ON ${plainName(table)} (${plainName(term.column)} COLLATE ${wanted});` }),
        }];
      });
    }),
};
