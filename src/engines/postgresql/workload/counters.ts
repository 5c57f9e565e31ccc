import type { IndexWork, TableWork } from "../../../core/workload/workload.ts";
import type { Cell, Session } from "../../engine.ts";
import { isoMoment as iso } from "./isoMoment.ts";

/** What was done with tables and indexes, in one statement for each. A table's age in transactions is told as the share of the two thousand million at which the server stops. */
export async function readCounters(session: Session, signal: AbortSignal): Promise<{ readonly tables: readonly TableWork[]; readonly indexes: readonly IndexWork[] }> {
  const tables = await session.run(
    `SELECT t.schemaname, t.relname, t.n_live_tup::float8, pg_catalog.pg_table_size(t.relid)::float8, pg_catalog.pg_indexes_size(t.relid)::float8, t.seq_scan::float8, t.seq_tup_read::float8, t.idx_scan::float8, t.idx_tup_fetch::float8,
       t.n_tup_ins::float8, t.n_tup_upd::float8, t.n_tup_hot_upd::float8, t.n_tup_del::float8, t.n_dead_tup::float8, t.n_mod_since_analyze::float8,
       ${iso("greatest(t.last_vacuum, t.last_autovacuum)")}, ${iso("greatest(t.last_analyze, t.last_autoanalyze)")},
       (io.heap_blks_hit + coalesce(io.idx_blks_hit, 0))::float8, (io.heap_blks_read + coalesce(io.idx_blks_read, 0))::float8, pg_catalog.age(c.relfrozenxid)::float8 / 2000000000
     FROM pg_catalog.pg_stat_user_tables t JOIN pg_catalog.pg_statio_user_tables io USING (relid) JOIN pg_catalog.pg_class c ON c.oid = t.relid
     WHERE c.relkind IN ('r', 'm') AND t.relname NOT LIKE 'data\\_engineer\\_%' ORDER BY 1, 2`,
    { signal },
  );
  const indexes = await session.run(
    `SELECT i.schemaname, i.relname, i.indexrelname, pg_catalog.pg_relation_size(i.indexrelid)::float8, i.idx_scan::float8, i.idx_tup_read::float8, ${session.facts.versionNumber >= 160_000 ? iso("i.last_idx_scan") : "NULL::text"}
     FROM pg_catalog.pg_stat_user_indexes i WHERE i.relname NOT LIKE 'data\\_engineer\\_%' ORDER BY 1, 2, 3`,
    { signal },
  );
  return { tables: tables.rows.map(tableWork), indexes: indexes.rows.map(indexWork) };
}

function tableWork([schema, table, rows, bytes, indexBytes, fullScans, fullScanRows, indexScans, indexRows, inserts, updates, hotUpdates, deletes, deadRows, changed, vacuum, analysed, hit, read, age]: readonly Cell[]): TableWork {
  const blocks = Number(hit) + Number(read);
  return {
    schema: String(schema), table: String(table), rows: Number(rows), bytes: Number(bytes), indexBytes: Number(indexBytes), fullScans: Number(fullScans), fullScanRows: Number(fullScanRows), indexScans: Number(indexScans ?? 0), indexRows: Number(indexRows ?? 0),
    inserts: Number(inserts), updates: Number(updates), hotUpdates: Number(hotUpdates), deletes: Number(deletes), deadRows: Number(deadRows), changedSinceAnalyse: Number(changed),
    ...(typeof vacuum === "string" ? { lastVacuum: vacuum } : {}), ...(typeof analysed === "string" ? { lastAnalyse: analysed } : {}),
    ...(blocks < 10_000 ? {} : { cacheHit: Number(hit) / blocks }), wraparound: Number(age),
  };
}

function indexWork([schema, table, index, bytes, scans, rowsRead, lastUsed]: readonly Cell[]): IndexWork {
  return { schema: String(schema), table: String(table), index: String(index), bytes: Number(bytes), scans: Number(scans), rowsRead: Number(rowsRead), ...(typeof lastUsed === "string" ? { lastUsed } : {}) };
}
