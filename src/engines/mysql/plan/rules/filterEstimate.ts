import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { accessesOf, isBelow } from "../access.ts";
import { quoteName } from "../../quote.ts";
import { isOf, tableName } from "../indexFor.ts";
import { numberAt } from "../values.ts";
import { termsOf } from "../terms.ts";
import { percent, rowsInWords } from "../weight.ts";

const leastRead = 5000;
const timesOff = 10;

/** filtered against r_filtered: what the planner guesses of a condition, before it orders the joins. */
export const filterEstimate: PlanRule = {
  id: "plan/filter-estimate",
  title: "How many rows pass a condition was guessed wrong",
  why: "Of columns without an index the planner has no statistics and guesses: a tenth for an equality, a third for a comparison. In a statement of one table that changes nothing; in a join the order of the tables hangs on it. A histogram gives the numbers without an index.",
  find: (view) => {
    const { wholeMs } = view;
    if (wholeMs === undefined || wholeMs < 1) return [];
    return accessesOf(view).flatMap((access) => {
      const { node, condition, read, kept } = access;
      if (condition === undefined || access.temporary || read < leastRead || !isBelow(view, node, (above) => above.kind === "join")) return [];
      const examined = numberAt(node.facts, "rows") ?? node.estimate.rows ?? 0;
      const expected = (access.top.estimate.rows ?? 0) / Math.max(1, examined);
      const actual = kept / read;
      const off = Math.max(expected, 1e-6) / Math.max(actual, 1 / read);
      if (off < timesOff && off > 1 / timesOff) return [];
      const columns = [...new Set(termsOf(condition).flatMap((term) => (term.column !== undefined && isOf(term.column, access) ? [term.column.name] : [])))];
      if (columns.length === 0) return [];
      const mariadb = view.plan.dialect === "mariadb";
      return [{
        rule: filterEstimate.id, severity: "info", node: node.id,
        saw: `The planner expected ${percent(expected)} of ${tableName(access)} to pass ${condition}; ${percent(actual)} did (${Math.round(kept)} of ${rowsInWords(read)}).`,
        matters: "The order of the joins is chosen by this number.",
        advice: mariadb ? "Collect statistics of the column (ANALYZE TABLE … PERSISTENT FOR ALL) and look whether the plan changes." : "Give the column a histogram and look whether the plan changes.",
        ...(mariadb ? {} : { sql: `ANALYZE TABLE ${quoteName(access.relation.name)} UPDATE HISTOGRAM ON ${columns.map(quoteName).join(", ")} WITH 64 BUCKETS` }),
      }];
    });
  },
};
