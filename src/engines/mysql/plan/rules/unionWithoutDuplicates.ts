import type { PlanNode } from "../../../../core/plan/plan.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { weightOf } from "../weight.ts";

const leastRows = 1000;

/** UNION that removes nothing. */
export const unionWithoutDuplicates: PlanRule = {
  id: "plan/union-without-duplicates",
  title: "UNION looks for duplicates, and there are none",
  why: "UNION puts all rows into a temporary table with a unique key to remove those that are there twice. UNION ALL passes them on. Whether duplicates can occur only the one who wrote it knows; in this execution there were none.",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const removes = /^Union materialize with deduplication/.test(node.operation) || (node.operation === "Union" && view.plan.dialect === "mariadb" && typeof node.facts["table_name"] === "string");
      const rows = node.actual?.rows;
      const parts = node.children.map(rowsOf);
      if (!removes || rows === undefined || rows < leastRows || parts.length < 2 || parts.some((one) => one === undefined)) return [];
      const given = parts.reduce<number>((sum, one) => sum + (one ?? 0), 0);
      const reader = view.parentOf(node);
      const weight = Math.round(given) !== Math.round(rows) ? undefined : view.plan.dialect === "mariadb" ? unweighed(view.wholeMs) : weightOf(view, [node, ...(reader?.kind === "scan" ? [reader] : [])], rows);
      if (weight === undefined) return [];
      return [{ rule: unionWithoutDuplicates.id, node: node.id, ...weight, saw: `${inRows(given)} go into the union and all ${inRows(rows)} come out.`, advice: "If the parts cannot give the same row twice, write UNION ALL." }];
    }),
};

/** MariaDB does not time the temporary table of a union by itself. */
function unweighed(wholeMs: number | undefined): { readonly severity: "info"; readonly matters: string } | undefined {
  return (wholeMs ?? 0) < 1 ? undefined : { severity: "info", matters: "MariaDB does not tell what the temporary table costs; every row is looked up in it once." };
}

function rowsOf(node: PlanNode): number | undefined {
  const [child] = node.children;
  return node.actual?.rows ?? (node.operation.startsWith("Query block") && child !== undefined ? rowsOf(child) : undefined);
}
