import type { Session } from "../../engine.ts";
import { foldName, quoteName, quoteText } from "../quote.ts";
import { readQuery } from "./query.ts";
import type { TableSize } from "./told.ts";

/** Counting stops here: enough to tell a small table from a large one, done in about a millisecond. */
const enough = 10_000;
const mostTables = 20;

/** How large the tables of a statement are, and what the statistics say of them; views and virtual tables are left out. */
export async function sizesFor(session: Pick<Session, "run">, sql: string, signal?: AbortSignal): Promise<TableSize[]> {
  const named = [...new Set((readQuery(sql)?.sources ?? []).flatMap((source) => (source.table === undefined ? [] : [source.table])))].slice(0, mostTables);
  if (named.length === 0) return [];
  const limits = signal === undefined ? {} : { signal };
  const { rows } = await session.run(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND lower(name) IN (${named.map(quoteText).join(", ")})`, limits);
  const analysed = await analysedRows(session, limits);
  const sizes: TableSize[] = [];
  for (const table of rows.map(([name]) => String(name))) {
    const counted = Number((await session.run(`SELECT count(*) FROM (SELECT 1 FROM ${quoteName(table)} LIMIT ${enough + 1})`, limits)).rows[0]?.[0]);
    sizes.push({ table, rows: Math.min(counted, enough), more: counted > enough, analysed: analysed.get(foldName(table)) ?? null });
  }
  return sizes;
}

/** Rows of each table when ANALYZE last ran; empty where it never did. */
export async function analysedRows(session: Pick<Session, "run">, limits: { readonly signal?: AbortSignal }): Promise<ReadonlyMap<string, number>> {
  const there = await session.run("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'", limits);
  if (there.rows.length === 0) return new Map();
  const { rows } = await session.run("SELECT tbl, max(CAST(stat AS INTEGER)) FROM sqlite_stat1 GROUP BY tbl", limits);
  return new Map(rows.map(([table, count]) => [foldName(String(table)), Number(count)]));
}
