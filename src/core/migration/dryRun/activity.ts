import type { Json } from "../../json.ts";
import type { Evidence } from "../../report/report.ts";
import type { Connection } from "../ports.ts";
import { heldLocks } from "./findings/locks.ts";
import type { Trial } from "./trial.ts";

/** Who else works with the tables that the migrations lock, right now; without the text of their statements. Empty for engines without sessions. */
export async function activityOn(connection: Connection, trials: readonly Trial[]): Promise<Evidence[]> {
  if (connection.facts.engine !== "postgresql") return [];
  const tables = [...new Set(trials.flatMap((trial) => heldLocks(trial.before, trial.up)).map(({ table }) => connection.engine.quoteObject(table)))];
  if (tables.length === 0) return [];
  const { rows } = await connection.run(
    `SELECT l.relation::regclass::text, a.pid, coalesce(a.usename::text, ''), coalesce(a.application_name, ''), coalesce(a.state, ''), string_agg(DISTINCT replace(l.mode, 'Lock', ''), ', '),
       coalesce(round(extract(epoch FROM clock_timestamp() - a.xact_start)::numeric, 1)::text, '')
     FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'relation' AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
       AND a.pid <> pg_backend_pid() AND l.relation = ANY (SELECT to_regclass(name) FROM unnest($1::text[]) AS name)
     GROUP BY 1, 2, 3, 4, 5, 7 ORDER BY 1, 2 LIMIT 100`,
    { params: [tables] },
  );
  if (rows.length === 0) return [{ kind: "text", title: "Who uses the locked tables now", text: "Nobody else at the moment of the dry-run." }];
  const columns = ["table", "pid", "user", "application", "state", "locks", "transaction open, s"];
  return [{ kind: "table", title: "Who uses the locked tables now", columns, rows: rows as readonly (readonly Json[])[] }];
}
