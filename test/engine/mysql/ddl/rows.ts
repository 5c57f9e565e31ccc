import type { Session } from "../../../../src/engines/engine.ts";

/** All rows of a table as cells, in a fixed order, invisible columns too; the times of rows, which the server alone writes, are left out. */
export async function rowsOf(session: Session, table: string): Promise<string[]> {
  const { tables } = await session.catalog();
  const columns = tables.find((one) => one.name === table)?.columns.filter((column) => !(column.attributes ?? []).some((word) => word.includes(" AS ROW "))).map((column) => session.engine.quoteName(column.name)).join(", ") ?? "*";
  const { rows } = await session.run(`SELECT ${columns} FROM ${session.engine.quoteName(table)}`);
  return rows.map((row) => JSON.stringify(row)).sort();
}
