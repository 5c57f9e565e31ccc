import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { ColumnStatistics, IndexUsage, TableStatistics } from "../../../core/indexes/statistics.ts";
import type { Cell, Session } from "../../engine.ts";
import { quoteName, quoteText } from "../quote.ts";
import { orUnseen } from "../workload/orUnseen.ts";

/** Rows that a column's values are estimated from. */
const sampled = 20_000;

/** Sizes as InnoDB tells them, and values of the columns from the first rows of each table: one statement for each table and three for all. */
export async function readStatistics(session: Session, tables: readonly { readonly table: string }[], catalog: Catalog): Promise<readonly TableStatistics[]> {
  const names = [...new Set(tables.map(({ table }) => table))];
  if (names.length === 0) return [];
  const list = names.map(quoteText).join(", ");
  const rowsOf = async (what: string, sql: string): Promise<readonly (readonly Cell[])[]> => {
    const read = await orUnseen(() => session.run(sql), what, []);
    return "value" in read ? read.value.rows : [];
  };
  const sizes = await rowsOf("sizes", `SELECT TABLE_NAME, TABLE_ROWS, DATA_LENGTH FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN (${list})`);
  const indexSizes = await rowsOf("sizes of indexes", `SELECT table_name, index_name, stat_value * @@innodb_page_size FROM mysql.innodb_index_stats WHERE database_name = DATABASE() AND stat_name = 'size' AND table_name IN (${list})`);
  const written = await rowsOf("writes", `SELECT OBJECT_NAME, SUM(COUNT_INSERT), SUM(COUNT_UPDATE), SUM(COUNT_DELETE) FROM performance_schema.table_io_waits_summary_by_table WHERE OBJECT_SCHEMA = DATABASE() AND OBJECT_NAME IN (${list}) GROUP BY OBJECT_NAME`);
  const found: TableStatistics[] = [];
  for (const [name, count, bytes] of sizes) {
    const rows = Number(count ?? 0);
    const counts = written.find(([table]) => table === name);
    found.push({
      schema: "", table: String(name), rows, bytes: Number(bytes ?? 0),
      columns: await columnsOf(session, String(name), rows, catalog),
      ...(counts === undefined ? {} : { writes: { inserted: Number(counts[1]), updated: Number(counts[2]), deleted: Number(counts[3]) } }),
      indexes: indexSizes.filter(([table]) => table === name).map(([, index, size]): IndexUsage => ({ name: String(index), bytes: Number(size) })),
    });
  }
  return found;
}

/** Types whose values are compared: long texts and JSON are not counted. */
const counted = /^(?:tinyint|smallint|mediumint|int|bigint|decimal|float|double|date|datetime|timestamp|time|year|char|varchar|enum|binary|varbinary|bit|boolean|uuid|inet)/i;

async function columnsOf(session: Session, table: string, rows: number, catalog: Catalog): Promise<Record<string, ColumnStatistics>> {
  const columns = catalog.tables.find(({ name }) => name === table)?.columns.filter(({ type }) => counted.test(type)).slice(0, 60) ?? [];
  if (columns.length === 0) return {};
  const list = columns.map(({ name }) => quoteName(name));
  const result = await session.run(`SELECT COUNT(*), ${list.map((column) => `COUNT(DISTINCT ${column}), COUNT(${column}), AVG(LENGTH(${column}))`).join(", ")} FROM (SELECT ${list.join(", ")} FROM ${quoteName(table)} LIMIT ${sampled}) first_rows`);
  const [[seen, ...numbers] = []] = result.rows;
  const total = Number(seen ?? 0);
  return Object.fromEntries(columns.map(({ name }, at): [string, ColumnStatistics] => {
    const [distinct = 0, there = 0, width = 8] = numbers.slice(at * 3, at * 3 + 3).map(Number);
    // Few values in many rows are all that there are; many grow with the table.
    const all = distinct * 10 <= there || total >= rows ? distinct : (distinct / Math.max(1, there)) * rows;
    return [name.toLowerCase(), { distinct: Math.max(1, all), nulls: total === 0 ? 0 : 1 - there / total, width }];
  }));
}
