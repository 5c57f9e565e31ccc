import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { accessesOf } from "../access.ts";
import { tableName } from "../indexFor.ts";
import { stopsEarly } from "../limit.ts";
import { numberAt, objectAt, textsAt } from "../values.ts";
import { cautious, weightOfAccess } from "../weight.ts";

/** The order of a secondary index is bought with one lookup in the table for every row. */
export const uncoveredIndexScan: PlanRule = {
  id: "plan/uncovered-index-scan",
  title: "The whole table is read row by row in an index's order",
  why: "A secondary index that does not hold the columns asked for costs a second search, in the table, for every entry. Over a whole table that is several times slower than reading it in its own order. For a few rows it does not matter, and the primary key of InnoDB is the table itself.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const { node, read } = access;
      if (access.how !== "index" || access.temporary || access.covering || node.index === undefined || node.index === "PRIMARY" || stopsEarly(view, node)) return [];
      const weight = cautious(view, weightOfAccess(view, access));
      if (weight === undefined) return [];
      const used = textsAt(node.facts, "used_columns");
      const pages = numberAt(objectAt(node.facts, "r_engine_stats") ?? {}, "pages_accessed");
      return [{
        rule: uncoveredIndexScan.id, node: node.id, ...weight,
        saw: `${inRows(read)} of ${tableName(access)} are read in the order of ${node.index}, each with a second search in the table${pages === undefined ? "" : ` (${String(pages).replace(/\B(?=(?:\d{3})+$)/g, ",")} pages)`}.`,
        advice: `Let ${node.index} hold the columns that the statement reads${used.length > 0 && used.length < 6 ? ` (${used.join(", ")})` : ""}: append them to it. Or group and sort by something that needs no index.`,
      }];
    }),
};
