import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { sortedRows } from "../sorted.ts";
import { numberAt } from "../values.ts";
import { counted } from "../../../../core/counted.ts";
import { weightBelow } from "../weight.ts";

const timesAsMany = 100;

/** ORDER BY … LIMIT by a priority queue over everything. */
export const topOfAll: PlanRule = {
  id: "plan/top-of-all",
  title: "All rows are read to keep the first few",
  why: "With LIMIT the sort keeps only the first rows (a priority queue), so it is cheap in memory, but it must still see every row. An index in the order asked for ends the reading after those few.",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const limit = numberAt(node.facts, "per_chunk_limit") ?? numberAt(node.facts, "r_limit");
      const keys = node.conditions.map((one) => one.text).join(", ");
      if (node.kind !== "sort" || limit === undefined || /\brand\s*\(/i.test(keys)) return [];
      const { rows, advice } = sortedRows(view, node);
      if (rows === undefined || rows < 1000 || rows < timesAsMany * limit || advice === undefined) return [];
      const weight = weightBelow(view, node, rows);
      if (weight === undefined) return [];
      return [{
        rule: topOfAll.id, node: node.id, ...weight,
        saw: `${inRows(rows)} are read and ordered by ${keys} to keep the first ${counted(limit, "row")}.`,
        advice: `Create an index on (${advice.columns.join(", ")}): then reading ends with the last row wanted.`,
        ...(advice.sql === undefined ? {} : { sql: advice.sql }),
      }];
    }),
};
