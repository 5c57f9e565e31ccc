import { bytesText, percentText } from "../../../core/workload/amounts.ts";
import type { Unseen, WorkloadFact } from "../../../core/workload/workload.ts";
import type { Cell, Session } from "../../engine.ts";
import { quoteName } from "../quote.ts";
import { isoMoment as iso } from "./isoMoment.ts";

/** What the server says of itself, and what this account may see of it. */
export interface ServerState {
  /** Where pg_stat_statements is, quoted; absent where it is not. */
  readonly statementsSchema?: string;
  readonly preloaded: boolean | null;
  readonly seesOthers: boolean;
  readonly blockBytes: number;
  readonly countersSince?: string;
  readonly facts: readonly WorkloadFact[];
  readonly unseen: readonly Unseen[];
}

/** In one statement. */
export async function readServer(session: Session, signal: AbortSignal): Promise<ServerState> {
  const { rows } = await session.run(
    `SELECT (SELECT n.nspname FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements'),
       (SELECT s.setting LIKE '%pg_stat_statements%' FROM pg_catalog.pg_settings s WHERE s.name = 'shared_preload_libraries'),
       pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE'), pg_catalog.current_setting('block_size')::int, ${iso("d.stats_reset")},
       d.blks_hit::float8, d.blks_read::float8, d.temp_files::float8, d.temp_bytes::float8, d.deadlocks::float8, d.numbackends, pg_catalog.current_setting('max_connections')::int,
       (SELECT pg_catalog.count(*)::int FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend'),
       (SELECT pg_catalog.string_agg(r.slot_name, ', ' ORDER BY r.slot_name) FROM pg_catalog.pg_replication_slots r WHERE NOT r.active),
       (SELECT pg_catalog.string_agg(p.gid, ', ' ORDER BY p.gid) FROM pg_catalog.pg_prepared_xacts p WHERE p.prepared < pg_catalog.now() - interval '5 minutes'),
       pg_catalog.current_setting('track_io_timing'), pg_catalog.current_setting('shared_buffers'), ${iso("pg_catalog.pg_postmaster_start_time()")}
     FROM pg_catalog.pg_stat_database d WHERE d.datname = pg_catalog.current_database()`,
    { signal },
  );
  const [schema, preloaded, seesOthers, block, reset, hit, read, files, tempBytes, deadlocks, , limit, clients, slots, prepared, timing, buffers, started] = rows[0] ?? [];
  return {
    ...(typeof schema === "string" ? { statementsSchema: quoteName(schema) } : {}),
    preloaded: typeof preloaded === "boolean" ? preloaded : null,
    seesOthers: seesOthers === true, blockBytes: Number(block ?? 8192),
    // Nobody ever reset them: they are as old as the server's statistics, which is at least since it started.
    ...(typeof reset === "string" ? { countersSince: reset } : typeof started === "string" ? { countersSince: started } : {}),
    facts: [
      cache(Number(hit ?? 0), Number(read ?? 0), text(buffers)),
      connections(Number(clients ?? 0), Number(limit ?? 0)),
      { name: "temporary files", value: `${text(files)} (${bytesText(Number(tempBytes ?? 0))})` },
      { name: "deadlocks", value: text(deadlocks), ...(Number(deadlocks ?? 0) >= 10 ? { concern: "Transactions take the same locks in different orders.", next: "The server's log names the statements of each." } : {}) },
      ...(typeof slots === "string" ? [{ name: "inactive replication slots", value: slots, concern: "Nobody reads them, and the server keeps its log for them until the disk is full.", next: "Drop those that nobody will read again: SELECT pg_drop_replication_slot('…')." }] : []),
      ...(typeof prepared === "string" ? [{ name: "prepared transactions", value: prepared, concern: "They hold their locks until somebody ends them, also over a restart.", next: "COMMIT PREPARED or ROLLBACK PREPARED." }] : []),
    ],
    unseen: timing === "on" ? [] : [{ what: "How long reads from disk take", why: "track_io_timing is off.", run: ["ALTER SYSTEM SET track_io_timing = on", "SELECT pg_reload_conf()"] }],
  };
}

function cache(hit: number, read: number, buffers: string): WorkloadFact {
  const share = hit / Math.max(1, hit + read);
  const low = hit + read > 1_000_000 && share < 0.9;
  return { name: "cache hit", value: `${percentText(share)} of the blocks were in shared_buffers (${buffers})`, ...(low ? { concern: "Much is asked of the operating system.", next: "Look at the tables that are read whole before you enlarge it." } : {}) };
}

function connections(clients: number, limit: number): WorkloadFact {
  return { name: "connections", value: `${clients} of ${limit}`, ...(limit > 0 && clients / limit >= 0.8 ? { concern: "The next ones will be refused.", next: "Put a pooler before the server, or end what is idle." } : {}) };
}

function text(value: Cell | undefined): string {
  return value === null || value === undefined ? "0" : String(value);
}
