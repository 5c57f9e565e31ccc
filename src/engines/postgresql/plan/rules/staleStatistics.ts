import { findTable } from "../../../../core/catalog/lookup.ts";
import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { discarded, nodeType } from "../nodeWords.ts";

export const staleStatistics = nodeRule(
  {
    id: "plan/stale-statistics",
    title: "Statistics tell of another table",
    why: "A sequential scan that ran to its end counts the rows of the table. Where the statistics have another number, all estimates on the table are as far off. The line is twice, and 1,000 rows.",
  },
  (view, node) => {
    if (nodeType(node) !== "Seq Scan" || view.catalog === undefined || node.relation === undefined || node.actual?.loops !== 1) return undefined;
    const known = findTable(view.catalog, { name: node.relation.name, ...(node.relation.schema === undefined ? {} : { schema: node.relation.schema }) })?.estimatedRows;
    const read = (node.actual.rows ?? 0) + discarded(node, "filter");
    // A table that was never analysed has -1; a scan that was stopped early has read less than there is.
    if (known === undefined || read < 1000 || read < Math.max(known, 0) * 2) return undefined;
    const table = node.relation.name;
    return {
      saw: `The statistics of ${table} count ${known < 0 ? "nothing: it was never analysed" : inRows(known)}, and the scan read ${inRows(read)}.`,
      advice: `Run ANALYZE on ${table} after loading rows into it, or let autovacuum analyse it earlier (autovacuum_analyze_scale_factor).`,
      share: 1,
    };
  },
);
