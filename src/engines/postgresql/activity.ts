import type { TableName } from "../../core/migration/adapter.ts";
import type { Evidence } from "../../core/report/report.ts";
import type { Session } from "../engine.ts";
import { quoteObject } from "./quote.ts";

/** Who else holds or waits for locks on these tables right now; without the text of their statements. */
export async function activity(session: Session, tables: readonly TableName[]): Promise<Evidence[]> {
  const { rows } = await session.run(
    `SELECT l.relation::regclass::text, a.pid, coalesce(a.usename::text, ''), coalesce(a.application_name, ''), coalesce(a.state, ''), string_agg(DISTINCT replace(l.mode, 'Lock', ''), ', '),
       coalesce(round(extract(epoch FROM clock_timestamp() - a.xact_start)::numeric, 1)::text, '')
     FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'relation' AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
       AND a.pid <> pg_backend_pid() AND l.relation = ANY (SELECT to_regclass(name) FROM unnest($1::text[]) AS name)
     GROUP BY 1, 2, 3, 4, 5, 7 ORDER BY 1, 2 LIMIT 100`,
    { params: [tables.map(quoteObject)] },
  );
  if (rows.length === 0) return [{ kind: "text", title: "Who uses the locked tables now", text: "Nobody else at the moment of the dry-run." }];
  const columns = ["table", "pid", "user", "application", "state", "locks", "transaction open, s"];
  return [{ kind: "table", title: "Who uses the locked tables now", columns, rows }];
}
