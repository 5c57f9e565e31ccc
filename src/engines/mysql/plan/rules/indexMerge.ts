import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { accessesOf } from "../access.ts";
import { indexFor, indexInWords, tableName } from "../indexFor.ts";
import { termsOf } from "../terms.ts";
import { isObject } from "../values.ts";
import { weightBelow } from "../weight.ts";

/** index_merge, intersect: two indexes where one would do. */
export const indexMerge: PlanRule = {
  id: "plan/index-merge-intersect",
  title: "Two indexes are read and their results cut with each other",
  why: "The server reads all entries of each index and keeps the rows that are in both. One index over both columns leads to those rows at once, and the estimate is better as well. The union for OR is another matter: it is the best way to answer one.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const { node } = access;
      const merge = node.facts["index_merge"];
      const intersects = /^Intersect/.test(node.operation) || /^intersect\(/.test(node.index ?? "") || (isObject(merge) && merge["intersect"] !== undefined);
      if (access.how !== "merge" || !intersects || access.condition === undefined) return [];
      const entries = node.children.reduce((sum, child) => sum + (child.actual?.rows ?? child.estimate.rows ?? 0), 0);
      const weight = weightBelow(view, access.top, Math.max(entries, access.read));
      const advice = indexFor(view, access, termsOf(access.condition));
      if (weight === undefined || (advice?.columns.length ?? 0) < 2 || advice === undefined) return [];
      const indexes = node.children.map((child) => child.index).filter((one) => one !== undefined);
      return [{
        rule: indexMerge.id, node: node.id, ...weight,
        saw: `${indexes.length > 0 ? `${inRows(entries).replace(/rows?$/, "entries")} of ${indexes.join(" and ")}` : (node.index ?? "Two indexes")} of ${tableName(access)} are cut with each other for ${inRows(access.kept)}.`,
        advice: `Create ${indexInWords(advice)}; it replaces the shorter ones that begin with the same column.`,
        ...(advice.sql === undefined ? {} : { sql: advice.sql }),
      }];
    }),
};
