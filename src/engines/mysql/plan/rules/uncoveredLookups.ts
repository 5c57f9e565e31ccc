import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { accessesOf, throwsMostAway } from "../access.ts";
import { tableName } from "../indexFor.ts";
import { numberAt, objectAt } from "../values.ts";
import { counted } from "../../../../core/counted.ts";
import { weightOfAccess } from "../weight.ts";

const leastPages = 10_000;

/** r_engine_stats: pages accessed for each row. MariaDB alone tells. */
export const uncoveredLookups: PlanRule = {
  id: "plan/uncovered-lookups",
  title: "Rows found by an index cost several pages each",
  why: "For each entry of a secondary index that does not hold all the columns asked for, the row is searched in the table: some pages more for each row. An index that holds them too saves it. Some thousand pages, from memory, take a millisecond or two.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const { node, how, read } = access;
      const pages = numberAt(objectAt(node.facts, "r_engine_stats") ?? {}, "pages_accessed");
      if (pages === undefined || pages < leastPages || pages < 2 * read || (how !== "lookup" && how !== "range") || access.covering || node.index === "PRIMARY" || node.actual?.rows === undefined || throwsMostAway(access)) return [];
      const weight = weightOfAccess(view, access);
      if (weight === undefined) return [];
      return [{
        rule: uncoveredLookups.id, node: node.id, ...weight,
        saw: `${inRows(read)} of ${tableName(access)} are found by ${node.index ?? "an index"} with ${counted(pages, "page")} accessed: ${(pages / Math.max(1, read)).toFixed(1)} for each row.`,
        advice: `Append the columns that the statement reads of ${access.relation.name} to ${node.index ?? "the index"}, so that the rows themselves are not needed.`,
      }];
    }),
};
