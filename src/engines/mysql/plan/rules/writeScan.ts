import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { accessesOf, isBelow } from "../access.ts";
import { indexFor, indexInWords, tableName } from "../indexFor.ts";
import { termsOf } from "../terms.ts";

const keptAtMost = 0.2;
const leastRead = 1000;

/** UPDATE and DELETE that read the whole table lock all of it. */
export const writeScan: PlanRule = {
  id: "plan/write-locks-table",
  title: "A change reads, and locks, the whole table",
  why: "InnoDB locks every row that an UPDATE or DELETE reads, also those that its condition then leaves alone (under REPEATABLE READ, the default, until the transaction ends). Without an index that leads to the rows, that is every row and every gap: nobody else can write to the table in the meantime.",
  find: (view) => {
    const writes = view.nodes.filter((one) => one.kind === "write");
    return writes.length === 0 ? [] : accessesOf(view).flatMap((access) => {
      const { node, condition, read, kept } = access;
      if ((access.how !== "table" && access.how !== "index") || condition === undefined || read < leastRead || (view.plan.executed && kept > read * keptAtMost)) return [];
      const write = writes.find((one) => one.relation?.name === access.relation.name);
      if (write === undefined || !isBelow(view, node, (above) => above === write)) return [];
      const advice = indexFor(view, access, termsOf(condition));
      return [{
        rule: writeScan.id, node: node.id, severity: "warning", share: 1,
        saw: `${write.operation} reads all of ${tableName(access)} (${inRows(read)})${view.plan.executed ? ` to change ${inRows(kept)}` : ""} for ${condition}.`,
        matters: `Each of these rows is locked until the transaction ends${view.wholeMs === undefined ? "" : `; the statement alone took ${Number(view.wholeMs.toPrecision(3))} ms`}.`,
        ...(advice === undefined ? { advice: "Find the keys of the rows with a SELECT first, and change them by key, some at a time." } : { advice: `Create ${indexInWords(advice)}: then only the rows that change are read and locked.`, ...(advice.sql === undefined ? {} : { sql: advice.sql }) }),
      }];
    });
  },
};
