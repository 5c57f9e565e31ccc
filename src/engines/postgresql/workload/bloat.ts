import type { TableWork } from "../../../core/workload/workload.ts";
import type { Session } from "../../engine.ts";

/** Bytes of a row besides its columns: the tuple's header and its pointer in the page. https://www.postgresql.org/docs/current/storage-page-layout.html */
const rowOverhead = 28;
const pageOverhead = 24;

/**
 * What the rows need by the widths in the planner's statistics, against what the table takes; by "schema.table". Without statistics nothing is said,
 * and wide values that lie elsewhere (TOAST) are left out on both sides. In one statement.
 */
export async function readBloat(session: Session, signal: AbortSignal): Promise<ReadonlyMap<string, Pick<TableWork, "bloatBytes" | "bloatHow">>> {
  const { rows } = await session.run(
    `SELECT n.nspname || '.' || c.relname, greatest(0, c.relpages * b.size - pg_catalog.ceil(c.reltuples / greatest(1, pg_catalog.floor((b.size - ${pageOverhead}) * coalesce(f.fill, 100) / 100.0 / (${rowOverhead} + w.width)))) * b.size)::float8
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     CROSS JOIN (SELECT pg_catalog.current_setting('block_size')::int AS size) b
     CROSS JOIN LATERAL (SELECT (SELECT o.option_value::int FROM pg_catalog.pg_options_to_table(c.reloptions) o WHERE o.option_name = 'fillfactor') AS fill) f
     JOIN (SELECT s.schemaname, s.tablename, pg_catalog.ceil(pg_catalog.sum((1 - s.null_frac) * s.avg_width) / 8) * 8 AS width, pg_catalog.count(*) AS told FROM pg_catalog.pg_stats s GROUP BY 1, 2) w ON w.schemaname = n.nspname AND w.tablename = c.relname
     WHERE c.relkind IN ('r', 'm') AND c.reltuples > 0 AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'
       AND w.told = (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)`,
    { signal },
  );
  return new Map(rows.map(([table, bytes]) => [String(table), { bloatBytes: Number(bytes), bloatHow: "estimated from the planner's statistics" }]));
}
