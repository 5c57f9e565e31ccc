import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { readings } from "../asked.ts";
import { createIndex } from "../makeIndex.ts";
import { costHere, tooLittle } from "../weight.ts";

/** An index is searched once for every value of its first column. */
export const skipScan: PlanRule = {
  id: "plan/skip-scan",
  title: "Skip-scan over an index's first column",
  why: "The condition is not on the index's first column, so that SQLite searches it once for each value found there. After ANALYZE has shown few values it is good; it grows with them. (https://sqlite.org/optoverview.html#the_skip_scan_optimization)",
  find: (view) =>
    readings(view).flatMap(({ node, table }) => {
      const terms = node.conditions[0]?.text ?? "";
      const skipped = [...terms.matchAll(/ANY\(([^)]*)\)/g)].map((match) => match[1] ?? "");
      if (skipped.length === 0 || tooLittle(view, table)) return [];
      const columns = [...terms.matchAll(/(?:^| AND )([^=<>() ]+)[=<>]/g)].map((match) => match[1] ?? "");
      const sql = createIndex(table, columns);
      return [{
        rule: "plan/skip-scan", severity: "info" as const, node: node.id,
        saw: `${node.index ?? "The index"} is searched once for each value of ${skipped.join(", ")}.`,
        ...costHere(view, node, table),
        advice: `It is well as long as ${skipped.join(", ")} has few values. An index that starts with ${columns.join(", ")} needs one search.`,
        ...(sql === undefined ? {} : { sql }),
      }];
    }),
};
