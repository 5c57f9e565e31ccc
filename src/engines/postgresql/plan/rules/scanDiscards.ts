import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inPercent, inRows } from "../../../../core/plan/words.ts";
import { wrappedColumn } from "../wrappedColumn.ts";
import { condition, discarded, nodeType } from "../nodeWords.ts";

export const scanDiscards = nodeRule(
  {
    id: "plan/scan-discards",
    title: "Table read whole for few of its rows",
    why: "A sequential scan reads every row of the table. Where a filter throws most of them away, an index on what it asks finds the rest directly; where it keeps more than about a fifth, reading all is the better way. The lines are 90 % thrown away, and 1,000 rows.",
  },
  (_view, node) => {
    const gone = discarded(node, "filter");
    const kept = node.actual?.rows ?? 0;
    const filter = condition(node, "Filter");
    if (nodeType(node) !== "Seq Scan" || filter === undefined || gone < 1000 || gone / (gone + kept) < 0.9) return undefined;
    if (wrappedColumn(filter) !== undefined) return undefined;
    const answerable = !/SubPlan|^\(?\w+\(/.test(filter);
    const table = node.relation?.name ?? "the table";
    return {
      saw: `${inRows(gone + kept)} of ${table} were read to keep ${kept === 0 ? "none" : inRows(kept)}: the filter ${filter} threw ${inPercent(gone / (gone + kept))} away.`,
      advice: answerable ? "An index that answers the filter would read only what is kept. design-indexes tries which one." : "No index answers the filter as it is written: it calls a function or a sub-query for each row. A condition that compares a column with a value could come first.",
    };
  },
);
