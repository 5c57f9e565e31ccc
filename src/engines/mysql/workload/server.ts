import { bytesText, percentText } from "../../../core/workload/amounts.ts";
import type { WorkloadFact } from "../../../core/workload/workload.ts";
import type { Session } from "../../engine.ts";

export interface ServerState {
  /** The performance schema counts. */
  readonly counts: boolean;
  /** When the server started: its counters are no older. */
  readonly countersSince?: string;
  readonly facts: readonly WorkloadFact[];
}

const wanted = ["Uptime", "Threads_connected", "Innodb_buffer_pool_read_requests", "Innodb_buffer_pool_reads", "Created_tmp_tables", "Created_tmp_disk_tables", "Innodb_deadlocks", "Slow_queries", "Performance_schema_digest_lost", "Innodb_row_lock_waits", "Innodb_row_lock_time_avg"];

/** Global counters, which every account may read, in two statements. */
export async function readServer(session: Session, signal: AbortSignal): Promise<ServerState> {
  const settings = await session.run("SELECT @@performance_schema, @@max_connections, @@innodb_buffer_pool_size, DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%dT%H:%i:%sZ')", { signal });
  const status = await session.run(`SHOW GLOBAL STATUS WHERE Variable_name IN (${wanted.map((name) => `'${name}'`).join(", ")})`, { signal });
  const [counts, limit, pool, now] = settings.rows[0] ?? [];
  const value = new Map(status.rows.map(([name, text]) => [String(name), Number(text)]));
  const of = (name: string): number => value.get(name) ?? 0;
  return {
    counts: String(counts) === "1",
    ...(typeof now === "string" && value.has("Uptime") ? { countersSince: `${new Date(Date.parse(now) - of("Uptime") * 1000).toISOString().slice(0, 19)}Z` } : {}),
    facts: [
      cache(of("Innodb_buffer_pool_read_requests"), of("Innodb_buffer_pool_reads"), Number(pool ?? 0)),
      connections(of("Threads_connected"), Number(limit ?? 0)),
      temporary(of("Created_tmp_tables"), of("Created_tmp_disk_tables")),
      { name: "waits for row locks", value: `${of("Innodb_row_lock_waits")}, ${of("Innodb_row_lock_time_avg")} ms on average` },
      ...(value.has("Innodb_deadlocks") ? [{ name: "deadlocks", value: String(of("Innodb_deadlocks")) }] : []),
      { name: "slow statements", value: String(of("Slow_queries")) },
      ...(of("Performance_schema_digest_lost") > 0 ? [{ name: "statements that were not counted", value: String(of("Performance_schema_digest_lost")), concern: "The list of statements was full, so that shares of the time are too large.", next: "Set performance_schema_digests_size higher and restart, or empty the list with TRUNCATE performance_schema.events_statements_summary_by_digest." }] : []),
    ],
  };
}

function cache(requests: number, reads: number, pool: number): WorkloadFact {
  const share = 1 - reads / Math.max(1, requests);
  const low = requests > 1_000_000 && share < 0.95;
  return { name: "cache hit", value: `${percentText(share)} of the pages were in the buffer pool (${bytesText(pool)})`, ...(low ? { concern: "Much is read from disk.", next: "Look at the tables that are read whole before you enlarge it." } : {}) };
}

function connections(clients: number, limit: number): WorkloadFact {
  return { name: "connections", value: `${clients} of ${limit}`, ...(limit > 0 && clients / limit >= 0.8 ? { concern: "The next ones will be refused.", next: "Put a pooler before the server, or end what is idle." } : {}) };
}

function temporary(all: number, onDisk: number): WorkloadFact {
  return { name: "temporary tables", value: `${all}, ${onDisk} of them on disk`, ...(onDisk > 10_000 && onDisk / Math.max(1, all) > 0.25 ? { concern: "Over a quarter did not fit in memory.", next: "Look at the statements that are noted with temporary tables on disk." } : {}) };
}
