import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inPercent, inRows } from "../../../../core/plan/words.ts";
import { accessesOf } from "../access.ts";
import { indexInWords, indexOn, isOf, tableName } from "../indexFor.ts";
import { limitOf, stopsEarly } from "../limit.ts";
import { termsOf } from "../terms.ts";
import { counted } from "../../../../core/counted.ts";
import { weightOfAccess } from "../weight.ts";

const keptAtMost = 0.1;
const leastRead = 1000;

/** ORDER BY … LIMIT in the order of an index, hoping that enough rows pass soon. */
export const orderedScan: PlanRule = {
  id: "plan/ordered-scan-for-limit",
  title: "An index is read in the order asked for until enough rows pass",
  why: "For ORDER BY with LIMIT the planner likes an index in that order, taking for granted that the rows wanted are spread evenly. Where they are rare or all at the other end, it reads on and on. MySQL's switch for it is prefer_ordering_index.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const { node, condition, read, kept } = access;
      const limit = limitOf(view);
      if (access.how !== "index" || access.temporary || condition === undefined || limit === undefined || !view.plan.executed || read < leastRead || kept > read * keptAtMost || !stopsEarly(view, node)) return [];
      const weight = weightOfAccess(view, access);
      if (weight === undefined) return [];
      const equal = termsOf(condition).filter((term) => term.relation === "equal" && term.wrapped === undefined && term.column !== undefined && term.other === undefined && isOf(term.column, access)).map((term) => term.column?.name ?? "");
      const order = node.index?.replace(/^by_/, "");
      const columns = orderOf(view.plan.query);
      const advice = equal.length === 0 || columns.length === 0 ? undefined : indexOn(view, access, [...new Set([...equal, ...columns])]);
      return [{
        rule: orderedScan.id, node: node.id, ...weight,
        saw: `${inRows(read)} of ${tableName(access)} are read in the order of ${node.index ?? order ?? "an index"} until ${counted(limit.limit, "row")} are found; ${inPercent(kept / Math.max(1, read))} pass ${condition}.`,
        advice: advice === undefined ? "Have an index that begins with the columns that must be equal and goes on with those of ORDER BY." : `Create ${indexInWords(advice)}: it finds the rows and has them in order.`,
        ...(advice?.sql === undefined ? {} : { sql: advice.sql }),
      }];
    }),
};

/** The bare columns of the statement's ORDER BY; none where there is anything else. */
function orderOf(query: string | undefined): readonly string[] {
  const list = /\border\s+by\s+([^()]+?)(?:\s+limit\b[^()]*)?;?\s*$/i.exec(query ?? "")?.[1];
  const names = list?.split(",").map((one) => /^\s*(?:`?\w+`?\.)?`?(\w+)`?(?:\s+(?:asc|desc))?\s*$/i.exec(one)?.[1]);
  return names === undefined || names.some((one) => one === undefined) ? [] : names.filter((one) => one !== undefined);
}
