import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inPercent, inRows } from "../../../../core/plan/words.ts";
import { accessesOf, isBelow } from "../access.ts";
import { indexFor, indexInWords, tableName } from "../indexFor.ts";
import { reasonOf } from "../reason.ts";
import { stopsEarly } from "../limit.ts";
import { termsOf } from "../terms.ts";
import { weightOfAccess } from "../weight.ts";

const keptAtMost = 0.2;

/** access_type "index": from the first entry to the last. */
export const fullIndexScan: PlanRule = {
  id: "plan/full-index-scan",
  title: "A whole index is read for a few of its entries",
  why: "\"Index scan\" (type index) sounds like a search, but it reads the index from its first entry to its last. It is narrower than the table, and as long. It is right where all entries are wanted, as for a count or an order.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const { node, condition, read, kept } = access;
      if (access.how !== "index" || access.temporary || condition === undefined || kept > read * keptAtMost || stopsEarly(view, node) || isBelow(view, node, (above) => above.kind === "write") || reasonOf(view, access).kind !== "plain") return [];
      const weight = weightOfAccess(view, access);
      if (weight === undefined) return [];
      const advice = indexFor(view, access, termsOf(condition));
      return [{
        rule: fullIndexScan.id, node: node.id, ...weight,
        saw: `All of ${node.index ?? "an index"} of ${tableName(access)} is read: ${inRows(read)}${access.loops > 1 ? ` in ${counted(Math.round(access.loops), "loop")}` : ""}, of which ${inRows(kept)} (${inPercent(kept / Math.max(1, read))}) pass ${condition}.`,
        ...(advice === undefined ? { advice: "Write the condition so that it begins with a plain comparison of the index's first column; then only that part of it is read." } : { advice: `Create ${indexInWords(advice)}, so that only the entries wanted are read.`, ...(advice.sql === undefined ? {} : { sql: advice.sql }) }),
      }];
    }),
};
