import type { HotStatement, Unseen, Workload } from "../../../core/workload/workload.ts";
import type { Cell, Session } from "../../engine.ts";
import { isoMoment } from "./isoMoment.ts";
import type { ServerState } from "./server.ts";

export interface StatementsRead {
  readonly found: Pick<Workload, "statements" | "totals" | "statementsSince">;
  readonly unseen: readonly Unseen[];
}

/** What pg_stat_statements counted in this database, in one statement, without what tools asked of the catalog; else what gives it. https://www.postgresql.org/docs/current/pgstatstatements.html */
export async function readStatements(session: Session, server: ServerState, top: number, signal: AbortSignal): Promise<StatementsRead> {
  const { statementsSchema: schema } = server;
  if (schema === undefined) return { found: { statements: [], totals: {} }, unseen: [{ what: "Which statements take the time", why: server.preloaded === false ? "pg_stat_statements is not loaded." : "The extension pg_stat_statements is not in this database.", run: [...(server.preloaded === false ? ["ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'", "-- then restart the server"] : []), "CREATE EXTENSION pg_stat_statements"] }] };
  if (server.preloaded === false) return { found: { statements: [], totals: {} }, unseen: [{ what: "Which statements take the time", why: "The extension is in the database, but the server did not load it.", run: ["ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'", "-- then restart the server"] }] };
  const { versionNumber } = session.facts;
  const [since, io] = [versionNumber >= 140_000 ? `(SELECT ${isoMoment("stats_reset")} FROM ${schema}.pg_stat_statements_info)` : "NULL::text", versionNumber >= 170_000 ? "s.shared_blk_read_time" : "s.blk_read_time"];
  const { rows } = await session.run(
    `WITH own AS (
       SELECT s.queryid, pg_catalog.min(s.query) AS query, pg_catalog.sum(s.calls)::float8 AS calls, pg_catalog.sum(s.total_exec_time) AS ms, pg_catalog.max(s.max_exec_time) AS most, pg_catalog.sum(s.rows)::float8 AS rows,
         pg_catalog.sum(s.shared_blks_hit)::float8 AS hit, pg_catalog.sum(s.shared_blks_read)::float8 AS read, pg_catalog.sum(s.temp_blks_written)::float8 AS temp, pg_catalog.sum(${io}) AS io
       FROM ${schema}.pg_stat_statements s WHERE s.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) AND s.query NOT ILIKE 'EXPLAIN %'
       GROUP BY s.queryid)
     SELECT own.queryid::text, own.query, own.calls, own.ms, own.most, own.rows, own.hit, own.read, own.temp, own.io, pg_catalog.sum(own.ms) OVER (), pg_catalog.sum(own.calls) OVER (), ${since}
     FROM own ORDER BY own.query ~ 'pg_catalog\\.|^(SET|SHOW|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|DEALLOCATE|DISCARD)\\M', own.ms DESC LIMIT $1::int`,
    { params: [top], signal },
  );
  const [first] = rows;
  const totalMs = Number(first?.[10] ?? 0);
  const listed = rows.filter(([, query]) => !String(query).includes("pg_catalog."));
  const hidden = rows.filter(([, query]) => query === "<insufficient privilege>").length;
  return {
    found: {
      statements: listed.map((row) => statement(row, totalMs, server.blockBytes)),
      totals: first === undefined ? {} : { ms: totalMs, calls: Number(first[11]) },
      ...(typeof first?.[12] === "string" ? { statementsSince: first[12] } : {}),
    },
    unseen: hidden === 0 ? [] : [{ what: "The text of other roles' statements", why: "This account may not see them.", run: ["GRANT pg_read_all_stats TO …"] }],
  };
}

function statement([id, query, calls, ms, most, count, hit, read, temp, io]: readonly Cell[], totalMs: number, blockBytes: number): HotStatement {
  const blocks = Number(hit) + Number(read);
  return {
    id: String(id), text: String(query), calls: Number(calls), totalMs: Number(ms), meanMs: Number(ms) / Math.max(1, Number(calls)), maxMs: Number(most), share: totalMs <= 0 ? 0 : Number(ms) / totalMs, rows: Number(count),
    ...(blocks === 0 ? {} : { cacheHit: Number(hit) / blocks }), readBytes: Number(read) * blockBytes, tempBytes: Number(temp) * blockBytes,
    notes: [...(Number(temp) > 0 ? ["temporary files were written"] : []), ...(Number(io) > Number(ms) / 2 ? ["over half of its time is reading from disk"] : [])],
  };
}
