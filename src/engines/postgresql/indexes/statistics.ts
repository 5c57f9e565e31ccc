import type { ColumnStatistics, IndexUsage, TableStatistics } from "../../../core/indexes/statistics.ts";
import type { Cell } from "../../engine.ts";
import type { Ask } from "./read/behind.ts";

/** A partitioned table has no rows of its own. */
const ofParts = (part: string, own: string): string => `CASE WHEN c.relkind = 'p' THEN (SELECT coalesce(sum(${part}), 0) FROM pg_catalog.pg_partition_tree(c.oid) t JOIN pg_catalog.pg_class p ON p.oid = t.relid WHERE t.isleaf) ELSE ${own} END`;

const tablesQuery = `SELECT n.nspname, c.relname, ${ofParts("greatest(p.reltuples, 0)", "greatest(c.reltuples, 0)")}::float8, ${ofParts("pg_catalog.pg_table_size(p.oid)", "pg_catalog.pg_table_size(c.oid)")}::float8, s.n_tup_ins::float8, s.n_tup_upd::float8, s.n_tup_hot_upd::float8, s.n_tup_del::float8,
    greatest(s.last_analyze, s.last_autoanalyze), (SELECT d.stats_reset FROM pg_catalog.pg_stat_database d WHERE d.datname = pg_catalog.current_database()), c.reltuples < 0
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_stat_all_tables s ON s.relid = c.oid
  WHERE n.nspname || '.' || c.relname = ANY ($1::pg_catalog.text[])`;
const columnsQuery = `SELECT schemaname, tablename, attname, n_distinct::float8, null_frac::float8, avg_width::float8, pg_catalog.to_json((most_common_vals::pg_catalog.text::pg_catalog.text[])[1:50])::pg_catalog.text, pg_catalog.to_json(most_common_freqs[1:50])::pg_catalog.text
  FROM pg_catalog.pg_stats WHERE schemaname || '.' || tablename = ANY ($1::pg_catalog.text[])
    AND inherited = (SELECT c.relkind = 'p' FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = schemaname AND c.relname = tablename)`;
const indexesQuery = `SELECT s.schemaname, s.relname, s.indexrelname, pg_catalog.pg_relation_size(s.indexrelid)::float8, s.idx_scan::float8, (SELECT d.stats_reset FROM pg_catalog.pg_stat_database d WHERE d.datname = pg_catalog.current_database())
  FROM pg_catalog.pg_stat_all_indexes s WHERE s.schemaname || '.' || s.relname = ANY ($1::pg_catalog.text[])`;

/** Three queries. */
export async function readStatistics(ask: Ask, tables: readonly { readonly schema: string; readonly table: string }[]): Promise<readonly TableStatistics[]> {
  const names = [`{${[...new Set(tables.map(({ schema, table }) => `${schema}.${table}`))].map((name) => JSON.stringify(name)).join(",")}}`];
  const [columns, indexes] = [await ask(columnsQuery, names), await ask(indexesQuery, names)];
  return (await ask(tablesQuery, names)).map(([schema, table, rows, bytes, inserted, updated, sparing, deleted, analysed, since]): TableStatistics => {
    const count = Number(rows);
    const own = (row: readonly Cell[]): boolean => row[0] === schema && row[1] === table;
    return {
      schema: String(schema), table: String(table), rows: count, bytes: Number(bytes),
      columns: Object.fromEntries(columns.filter(own).map(([, , name, distinct, nulls, width, values, shares]): [string, ColumnStatistics] => [String(name), {
        // Negative: a share of the rows.
        distinct: Math.max(1, Number(distinct) < 0 ? -Number(distinct) * count : Number(distinct)), nulls: Number(nulls), width: Number(width), ...(typeof values === "string" && typeof shares === "string" ? { common: commonOf(JSON.parse(values) as string[], JSON.parse(shares) as number[]) } : {}),
      }])),
      ...(inserted === null ? {} : { writes: { inserted: Number(inserted), updated: Number(updated), deleted: Number(deleted), sparing: Number(sparing), ...sinceOf(since) } }),
      indexes: indexes.filter(own).map(([, , name, size, scans, reset]): IndexUsage => ({ name: String(name), bytes: Number(size), scans: Number(scans), ...sinceOf(reset) })),
      analysed: analysed === null || analysed === undefined ? null : new Date(String(analysed)),
    };
  });
}

function commonOf(values: readonly string[], shares: readonly number[]): Record<string, number> {
  return Object.fromEntries(values.map((value, at) => [value, shares[at] ?? 0]));
}

/** Where the counts were never reset, they began with the database, whose age nobody tells. */
function sinceOf(value: Cell | undefined): { readonly since?: Date } {
  return value === null || value === undefined ? {} : { since: new Date(String(value)) };
}
