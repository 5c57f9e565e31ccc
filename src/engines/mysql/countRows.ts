import { historyTableName } from "../../core/migration/historyTable.ts";
import { textsOf } from "./prepare.ts";
import { quoteName } from "./quote.ts";
import type { Wire } from "./wire/wire.ts";

const perQuery = 200;

/** The tables of people in this database, without views, sequences and what is ours; also those with versions of their rows. */
export async function userTables(wire: Wire, database: string, signal?: AbortSignal): Promise<string[]> {
  const { rows } = await wire.send("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND TABLE_NAME <> ? ORDER BY TABLE_NAME", {
    params: [database, historyTableName],
    signal,
  });
  return rows.map((row) => textsOf(row)[0] ?? "");
}

/** Exact row counts by table. */
export async function countAllRows(wire: Wire, database: string, signal?: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const tables = await userTables(wire, database, signal);
  const counts = new Map<string, number>();
  for (let at = 0; at < tables.length; at += perQuery) {
    const chunk = tables.slice(at, at + perQuery);
    const { rows } = await wire.send(chunk.map((table, index) => `SELECT ${index}, COUNT(*) FROM ${quoteName(database)}.${quoteName(table)}`).join(" UNION ALL "), { signal });
    for (const row of rows) {
      const [index = "", count = ""] = textsOf(row);
      counts.set(chunk[Number(index)] ?? "", Number(count));
    }
  }
  return counts;
}
