import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { indexInWords, indexOn, tableName } from "../indexFor.ts";
import { readForFew } from "../partners.ts";
import { weightOfAccess } from "../weight.ts";

/** A whole table is read to find the partners of a few rows. */
export const hashForFew: PlanRule = {
  id: "plan/unindexed-join",
  title: "A whole table is read for the partners of a few rows",
  why: "Joining many rows with many, one pass over both with a hash is the best that can be done. For a few rows, looking their partners up by an index reads only those; without the index the whole table is read instead.",
  find: (view) =>
    readForFew(view).flatMap(({ access, partners, columns }) => {
      const weight = weightOfAccess(view, access);
      if (weight === undefined) return [];
      const advice = indexOn(view, access, columns);
      return [{
        rule: hashForFew.id, node: access.node.id, ...weight,
        saw: `${tableName(access)} is read as a whole (${inRows(access.read)}) to find the partners of ${inRows(partners)} by ${columns.join(", ")}.`,
        ...(advice === undefined ? {} : { advice: `Create ${indexInWords(advice)}, so that the partners are looked up.`, ...(advice.sql === undefined ? {} : { sql: advice.sql }) }),
      }];
    }),
};
