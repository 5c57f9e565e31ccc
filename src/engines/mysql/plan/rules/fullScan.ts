import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inPercent, inRows } from "../../../../core/plan/words.ts";
import { accessesOf, isBelow } from "../access.ts";
import { indexFor, indexInWords, tableName, tableOf } from "../indexFor.ts";
import { reasonOf } from "../reason.ts";
import { termsOf } from "../terms.ts";
import { weightOfAccess } from "../weight.ts";

const keptAtMost = 0.1;

/** Every row is read, most are thrown away, and no index was even thought of. */
export const fullScan: PlanRule = {
  id: "plan/full-scan",
  title: "The whole table is read for a few of its rows",
  why: "Without an index that leads to the rows, the server reads all of them and throws most away, and the time grows with the table. Where a large part of the rows is wanted, reading the whole table is the faster way: nothing is said from one row in ten on.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const { node, condition, read, kept } = access;
      if (access.how !== "table" || access.temporary || condition === undefined || kept > read * keptAtMost || access.possible.length > 0 || isBelow(view, node, (above) => above.kind === "write") || reasonOf(view, access).kind !== "plain") return [];
      const weight = weightOfAccess(view, access);
      if (weight === undefined) return [];
      const terms = termsOf(condition);
      const advice = indexFor(view, access, terms);
      const number = tableOf(view, access) === undefined ? terms.find((term) => term.relation === "equal" && /^\d+$/.test(term.value ?? "")) : undefined;
      return [{
        rule: fullScan.id, node: node.id, ...weight,
        saw: `${tableName(access)} is read as a whole: ${inRows(read)}, of which ${view.plan.executed ? "" : "by the planner's guess "}${inRows(kept)} (${inPercent(kept / read)}) pass ${condition}.`,
        ...(advice === undefined ? {} : { advice: `Create ${indexInWords(advice)}, so that only the rows wanted are read.${number?.column === undefined ? "" : ` Should ${number.column.name} hold texts, compare it with a text ('${number.value ?? ""}') first: no index finds texts by a number.`}`, ...(advice.sql === undefined ? {} : { sql: advice.sql }) }),
      }];
    }),
};
