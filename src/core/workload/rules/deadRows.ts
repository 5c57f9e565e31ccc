import { counted } from "../../counted.ts";
import type { Finding } from "../../report/report.ts";
import { percentText } from "../amounts.ts";
import type { WorkRule } from "../workRule.ts";
import { tableOf } from "../workRule.ts";

const id = "workload/dead-rows";

/** What autovacuum begins at unless told: 20 % of the rows. https://www.postgresql.org/docs/current/runtime-config-vacuum.html */
const share = 0.2;
const atLeast = 10_000;

export const deadRows: WorkRule = {
  id,
  title: "Rows that are dead and not cleared away",
  why: "Every scan steps over them. Autovacuum clears them by itself when a fifth of the table is dead; more than that means that it does not come, does not finish, or that an old transaction still holds them.",
  find: ({ workload, schema }) => workload.tables.flatMap((work): Finding[] => {
    const dead = work.deadRows ?? 0;
    const part = dead / Math.max(1, dead + (work.rows ?? 0));
    if (dead < atLeast || part < share) return [];
    const table = schema.quoteObject({ schema: work.schema, name: work.table });
    return [{
      rule: id, key: `${id} ${tableOf(work)}`, severity: "warning", object: tableOf(work),
      message: `${counted(dead, "row")} of ${tableOf(work)} are dead (${percentText(part)}); it was last vacuumed ${work.lastVacuum === undefined ? "never that is known" : work.lastVacuum}. Look first whether an old transaction holds them.`,
      fix: { title: `Vacuum ${tableOf(work)}`, sql: `VACUUM (ANALYZE) ${table}`, proven: false },
    }];
  }),
};
