import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { readings } from "../asked.ts";
import { createIndex } from "../makeIndex.ts";
import { costHere, severityFor, tooLittle } from "../weight.ts";

/** SQLite builds an index for this one run. */
export const automaticIndex: PlanRule = {
  id: "plan/automatic-index",
  title: "An index is built for this run alone",
  why: "SQLite found no index for a join and builds one, which reads and sorts the whole table, and throws it away at the end. It does so where that is still cheaper than a scan for each row. (https://sqlite.org/optoverview.html#autoindex)",
  find: (view) =>
    readings(view).flatMap(({ node, table }) => {
      if (node.facts["automatic"] !== true || tooLittle(view, table)) return [];
      const columns = [...(node.conditions[0]?.text ?? "").matchAll(/(?:^| AND )([^=<>() ]+)[=<>]/g)].map((match) => match[1] ?? "");
      const sql = node.facts["partial"] === true ? undefined : createIndex(table, columns);
      return [{
        rule: "plan/automatic-index", severity: severityFor(view, table), node: node.id,
        saw: `For every run an index of ${table}${columns.length === 0 ? "" : ` on ${columns.join(", ")}`} is built, used once and thrown away.`,
        ...costHere(view, node, table),
        advice: "Create the index once, if this statement is run often.",
        ...(sql === undefined ? {} : { sql }),
      }];
    }),
};
