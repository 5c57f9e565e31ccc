import type { PlanNode } from "../../../../core/plan/plan.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { accessesOf } from "../access.ts";
import { tableName } from "../indexFor.ts";
import { readForFew } from "../partners.ts";

const leastRead = 10_000;
const timesAsMany = 500;

/** Rows examined against rows produced, over the whole statement. */
export const rowsExamined: PlanRule = {
  id: "plan/rows-examined",
  title: "Far more rows are read than come out",
  why: "Of a statement that does not sum up, every row that is read and does not come out was read in vain. The slow query log tells the same two numbers as Rows_examined and Rows_sent. Grouping, counting and removing duplicates read much to give little by their nature: they are left out, and so is a table whose own condition throws the rows away, which other rules tell.",
  find: (view) => {
    const { wholeMs } = view;
    if (wholeMs === undefined || wholeMs < 1 || view.nodes.some((node) => node.kind === "aggregate" || node.kind === "write" || /temporary/i.test(node.operation))) return [];
    const accesses = accessesOf(view).filter((access) => !access.temporary);
    const read = accesses.reduce((sum, access) => sum + access.read, 0);
    const rows = outcome(view.plan.root);
    if (rows === undefined || read < leastRead || read < timesAsMany * Math.max(1, rows) || accesses.length < 2) return [];
    const [worst] = [...accesses].sort((a, b) => b.read - a.read);
    if (worst === undefined || worst.kept < worst.read / 2 || readForFew(view).length > 0) return [];
    return [{
      rule: rowsExamined.id, severity: "info", node: worst.node.id,
      saw: `${inRows(read)} are read for ${rows < 1 ? "none" : inRows(rows)} that ${rows === 1 ? "comes" : "come"} out.`,
      matters: `${inRows(worst.read).replace(/ rows?$/, "")} of them are of ${tableName(worst)}, and most go on to a join that has no use for them.`,
      advice: "Look for the condition that leaves the fewest rows, and let an index lead to those first.",
    }];
  },
};

/** Of the topmost node that tells its rows. */
function outcome(node: PlanNode): number | undefined {
  if (node.actual?.rows !== undefined) return node.actual.rows;
  const [child] = node.children;
  return child === undefined ? undefined : outcome(child);
}
