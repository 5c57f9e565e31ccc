import type { Finding } from "../../report/report.ts";
import { percentText } from "../amounts.ts";
import type { WorkRule } from "../workRule.ts";
import { tableOf } from "../workRule.ts";

const id = "workload/wraparound";

export const wraparound: WorkRule = {
  id,
  title: "Table that is near the end of transaction ids",
  why: "At the end the server takes no more changes, to keep what it has. Vacuum moves the point; an old transaction, a forgotten replication slot or a prepared transaction keeps it from doing so.",
  find: ({ workload, schema }) => workload.tables.filter(({ wraparound: reached }) => (reached ?? 0) >= 0.5).map((work): Finding => ({
    rule: id, key: `${id} ${tableOf(work)}`, severity: (work.wraparound ?? 0) >= 0.8 ? "error" : "warning", object: tableOf(work),
    message: `${tableOf(work)} is ${percentText(work.wraparound ?? 0)} of the way to the point where the server stops taking changes.`,
    fix: { title: `Freeze ${tableOf(work)}`, sql: `VACUUM (FREEZE) ${schema.quoteObject({ schema: work.schema, name: work.table })}`, proven: false },
  })),
};
