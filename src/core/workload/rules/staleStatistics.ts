import { counted } from "../../counted.ts";
import type { Finding } from "../../report/report.ts";
import type { WorkRule } from "../workRule.ts";
import { tableOf } from "../workRule.ts";

const id = "workload/stale-statistics";
const share = 0.2;
const atLeast = 10_000;

export const staleStatistics: WorkRule = {
  id,
  title: "Statistics that no longer describe the table",
  why: "The planner chooses by them: with a fifth of the rows changed since, its guesses of how many rows come can be far off, above all for values that are new.",
  find: ({ workload, schema }) => workload.tables.flatMap((work): Finding[] => {
    const rows = work.rows ?? 0;
    const changed = work.changedSinceAnalyse ?? 0;
    const never = work.lastAnalyse === undefined && work.changedSinceAnalyse !== undefined && changed >= atLeast;
    if (!never && (changed < atLeast || changed < rows * share)) return [];
    return [{
      rule: id, key: `${id} ${tableOf(work)}`, severity: "warning", object: tableOf(work),
      message: `${counted(changed, "row")} of ${tableOf(work)} changed since its statistics were made (${work.lastAnalyse ?? "never that is known"}).`,
      fix: { title: `Analyse ${tableOf(work)}`, sql: `ANALYZE ${schema.quoteObject({ schema: work.schema, name: work.table })}`, proven: false },
    }];
  }),
};
