import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { readings } from "../asked.ts";
import { createIndex } from "../makeIndex.ts";
import { costHere, sizeOf, tooLittle } from "../weight.ts";
import { counted } from "../../../../core/counted.ts";

/** A join reads the inner table whole for every row of the outer one. */
export const innerScan: PlanRule = {
  id: "plan/inner-scan",
  title: "A joined table is read whole for every row",
  why: "SQLite joins by nested loops alone: a SCAN behind another step is done once for each of its rows, so that the work is the product of both. (https://sqlite.org/eqp.html)",
  find: (view) =>
    readings(view).flatMap(({ node, table, terms, inner }) => {
      const joins = terms.filter((term) => term.other !== undefined && term.compare === "equal" && !term.negated);
      if (node.operation !== "SCAN" || !inner || joins.length === 0 || joins.every((term) => term.wrapped === undefined) || tooLittle(view, table)) return [];
      const size = sizeOf(view, table);
      const sql = createIndex(table, joins.filter((term) => term.wrapped === undefined).map((term) => term.column));
      return [{
        rule: "plan/inner-scan", severity: "warning" as const, node: node.id,
        saw: `${table}${size === undefined ? "" : `, ${counted(size.rows, "row")}${size.more ? " or more" : ""},`} is read whole for every row before it; ${joins.map((term) => term.text).join(" and ")} cannot be searched for.`,
        ...costHere(view, node, table),
        advice: "Compare the column itself, so that SQLite can use an index (or build one for the run).",
        ...(sql === undefined ? {} : { sql }),
      }];
    }),
};
