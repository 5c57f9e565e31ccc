import { withoutValues } from "../../../core/script/withoutValues.ts";
import type { Running, Wait } from "../../../core/workload/workload.ts";
import type { Cell, Session } from "../../engine.ts";

/** What runs now and who waits for whom, in one statement for each. Statements are told without their values. */
export async function readActivity(session: Session, signal: AbortSignal): Promise<{ readonly running: readonly Running[]; readonly waits: readonly Wait[] }> {
  const running = await session.run(
    `SELECT 'process ' || a.pid, a.usename::text, coalesce(a.state, ''), a.query, (extract(epoch FROM pg_catalog.clock_timestamp() - a.query_start) * 1000)::float8, (extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start) * 1000)::float8,
       CASE WHEN a.wait_event_type IN ('Client', 'Activity') THEN NULL ELSE a.wait_event_type || ': ' || a.wait_event END
     FROM pg_catalog.pg_stat_activity a
     WHERE a.datname = pg_catalog.current_database() AND a.backend_type = 'client backend' AND a.pid <> pg_catalog.pg_backend_pid() AND a.state <> 'idle' ORDER BY a.xact_start NULLS LAST LIMIT 100`,
    { signal },
  );
  const waits = await session.run(
    `SELECT 'process ' || w.pid, 'process ' || b.pid, l.relation::pg_catalog.regclass::text, l.mode, (extract(epoch FROM pg_catalog.clock_timestamp() - w.query_start) * 1000)::float8, w.query, b.query, b.pid
     FROM pg_catalog.pg_stat_activity w CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.pg_blocking_pids(w.pid)) AS blocking(pid) JOIN pg_catalog.pg_stat_activity b ON b.pid = blocking.pid
     LEFT JOIN LATERAL (SELECT k.relation, k.mode FROM pg_catalog.pg_locks k WHERE k.pid = w.pid AND NOT k.granted LIMIT 1) l ON true
     WHERE w.datname = pg_catalog.current_database() LIMIT 100`,
    { signal },
  );
  return { running: running.rows.map(runningOf), waits: waits.rows.map(waitOf) };
}

function runningOf([id, user, state, query, ms, transactionMs, waitsFor]: readonly Cell[]): Running {
  return {
    id: String(id), state: String(state), ...(typeof user === "string" ? { user } : {}), ...(told(query) === undefined ? {} : { text: told(query)! }),
    ...(ms === null ? {} : { ms: Number(ms) }), ...(transactionMs === null ? {} : { transactionMs: Number(transactionMs) }), ...(typeof waitsFor === "string" ? { waitsFor } : {}),
  };
}

function waitOf([waiting, blockedBy, object, mode, ms, text, blocking, pid]: readonly Cell[]): Wait {
  const [waitingText, blockingText] = [told(text), told(blocking)];
  return {
    waiting: String(waiting), blockedBy: String(blockedBy), ...(typeof object === "string" ? { object } : {}), ...(typeof mode === "string" ? { mode } : {}), ...(ms === null ? {} : { ms: Number(ms) }),
    ...(waitingText === undefined ? {} : { waitingText }), ...(blockingText === undefined ? {} : { blockingText }), toEnd: `SELECT pg_terminate_backend(${String(pid)})`,
  };
}

function told(query: Cell | undefined): string | undefined {
  return typeof query !== "string" || query === "" || query === "<insufficient privilege>" ? undefined : withoutValues(query, "name");
}
