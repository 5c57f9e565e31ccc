import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inPercent } from "../../../../core/plan/words.ts";
import { counted } from "../../../../core/counted.ts";
import { fact, nodeType } from "../nodeWords.ts";

export const heapFetches = nodeRule(
  {
    id: "plan/heap-fetches",
    title: "Index-only scan reads the table",
    why: "An index does not know which rows are visible; it asks the visibility map, which VACUUM keeps. For pages that are not in it, the row is fetched after all (pev2 draws the line at 40 %).",
  },
  (_view, node) => {
    const fetches = fact(node, "Heap Fetches");
    const rows = Math.max(node.actual?.rows ?? 0, fetches);
    if (nodeType(node) !== "Index Only Scan" || fetches < 100 || fetches / rows < 0.1) return undefined;
    const table = node.relation?.name ?? "the table";
    return {
      saw: `${counted(fetches, "row")} of ${counted(rows, "row")} (${inPercent(fetches / rows)}) were fetched from ${table} although the index has all columns.`,
      advice: `VACUUM ${table}; if it comes again soon, let autovacuum come earlier there (autovacuum_vacuum_scale_factor, and autovacuum_vacuum_insert_scale_factor for tables that only grow).`,
    };
  },
);
