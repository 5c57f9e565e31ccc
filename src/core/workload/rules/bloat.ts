import type { Finding } from "../../report/report.ts";
import { bytesText, percentText } from "../amounts.ts";
import type { WorkRule } from "../workRule.ts";
import { tableOf } from "../workRule.ts";

const id = "workload/bloat";

/** Less is normal: pages are left room, and vacuum reuses it. */
const atLeast = 64 << 20;
const share = 0.4;

export const bloat: WorkRule = {
  id,
  title: "Space that holds nothing",
  why: "Scans read it and caches hold it. Some is wanted, since updates go there; told is what is large and a great part of the table. It is an estimate where no extension measures it.",
  find: ({ workload }) => workload.tables.flatMap((work): Finding[] => {
    const lost = work.bloatBytes ?? 0;
    const part = lost / Math.max(1, work.bytes ?? 0);
    if (lost < atLeast || part < share) return [];
    return [{
      rule: id, key: `${id} ${tableOf(work)}`, severity: "warning", object: tableOf(work),
      message: `About ${bytesText(lost)} of the ${bytesText(work.bytes ?? 0)} of ${tableOf(work)} hold nothing (${percentText(part)}${work.bloatHow === undefined ? "" : `, ${work.bloatHow}`}). To give it back the table is written anew, which locks it: pg_repack, or VACUUM FULL when nobody needs it.`,
    }];
  }),
};
