import { withoutValues } from "../../core/script/withoutValues.ts";
import type { Session } from "../engine.ts";
import { scripted, scriptWork } from "../scriptWork.ts";
import type { WorkloadAdapter } from "../workload.ts";
import { readActivity } from "./workload/activity.ts";
import { readBloat } from "./workload/bloat.ts";
import { readCounters } from "./workload/counters.ts";
import { readServer } from "./workload/server.ts";
import { readStatements } from "./workload/statements.ts";

/** What PostgreSQL's cumulative statistics hold. https://www.postgresql.org/docs/current/monitoring-stats.html */
export function workload(session: Session): WorkloadAdapter {
  return {
    read: async ({ catalog, top, script, signal }) => {
      const server = await readServer(session, signal);
      const statements = script === undefined ? await readStatements(session, server, top, signal) : scripted(await scriptWork(session, script, { catalog, top, signal, shown: (sql) => withoutValues(sql, "name") }));
      const counters = await readCounters(session, signal);
      const bloat = await readBloat(session, signal);
      const now = await readActivity(session, signal);
      return {
        ...statements.found, ...(server.countersSince === undefined ? {} : { countersSince: server.countersSince }),
        tables: counters.tables.map((table) => ({ ...table, ...bloat.get(`${table.schema}.${table.table}`) })),
        indexes: counters.indexes, running: now.running, waits: now.waits, facts: server.facts, unseen: [...statements.unseen, ...server.unseen],
      };
    },
  };
}
