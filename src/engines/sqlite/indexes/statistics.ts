import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { ColumnStatistics, TableStatistics } from "../../../core/indexes/statistics.ts";
import { foldName, quoteName, quoteText } from "../quote.ts";
import type { Ask } from "./read/behind.ts";

/** Rows from which values are counted: the first of the table. */
const looked = 20_000;
const commonest = 30;

/** SQLite keeps no statistics of columns, so that a part of each table is read: how many rows there are, and what their values are. */
export async function readStatistics(ask: Ask, tables: readonly { readonly schema: string; readonly table: string }[], catalog: Catalog): Promise<readonly TableStatistics[]> {
  const found: TableStatistics[] = [];
  for (const { schema, table } of tables) {
    const from = quoteName(table);
    const columns = catalog.tables.find((one) => one.schema === schema && one.name === table)?.columns.filter(({ generated }) => generated === undefined) ?? [];
    const rows = Number((await ask(`SELECT count(*) FROM ${from}`))[0]?.[0]);
    const bytes = Number((await ask(`SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name = ${quoteText(table)}`))[0]?.[0]);
    const indexes = await ask(`SELECT l.name, (SELECT coalesce(sum(pgsize), 0) FROM dbstat d WHERE d.name = l.name) FROM pragma_index_list(${quoteText(table)}) l`);
    const known: [string, ColumnStatistics][] = [];
    for (const { name } of columns) known.push([foldName(name), await columnOf(ask, from, quoteName(name), rows)]);
    found.push({ schema, table, rows, bytes, columns: Object.fromEntries(known), indexes: indexes.map(([name, size]) => ({ name: String(name), bytes: Number(size) })) });
  }
  return found;
}

async function columnOf(ask: Ask, from: string, column: string, rows: number): Promise<ColumnStatistics> {
  const part = `(SELECT ${column} AS v FROM ${from} LIMIT ${looked})`;
  const [[count, nulls, distinct, width] = []] = await ask(`SELECT count(*), sum(v IS NULL), count(DISTINCT v), avg(length(v)) FROM ${part}`);
  const seen = Math.max(1, Number(count));
  const different = Number(distinct);
  const common = different > 200 ? [] : await ask(`SELECT CAST(v AS TEXT), count(*) FROM ${part} WHERE v IS NOT NULL GROUP BY v ORDER BY 2 DESC LIMIT ${commonest}`);
  return {
    // Where most values that were looked at differ, so do those that were not.
    distinct: Math.max(1, different > seen / 2 ? (different / seen) * rows : different), nulls: Number(nulls ?? 0) / seen, width: Number(width ?? 8),
    ...(common.length === 0 ? {} : { common: Object.fromEntries(common.map(([value, times]) => [String(value), Number(times) / seen])) }),
  };
}
