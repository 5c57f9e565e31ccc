import type { Attempt } from "../../../core/access/attempt.ts";
import type { TableObject, ViewObject } from "../../../core/catalog/catalog.ts";
import { quoteName, quoteObject } from "../quote.ts";
import { CannotSeed } from "./cannotSeed.ts";
import { keyColumns, keyOf } from "./relations.ts";
import type { Probe, Room } from "./room.ts";
import { columnOf, type SeededRow } from "./seeder.ts";
import { literal } from "./values.ts";
import { marksOf } from "./marks.ts";

/** What somebody runs on a view: the row lies in a table behind it and is looked for through it. Throws CannotSeed. */
export async function viewProbe(room: Room, view: ViewObject, attempt: Attempt): Promise<Probe> {
  const behind = room.relations.tablesBehind(view);
  const table = behind.find((one) => marksOf(room.relations.catalog, one).length > 0 && condition(room, view, one, undefined) !== undefined) ?? behind[0];
  if (table === undefined) {
    if (attempt.operation === "select") return { attempt, sql: `SELECT * FROM ${quoteObject(view)} LIMIT 1`, needsRow: true, rows: [], note: "The view reads no table of this catalog; any of its rows was looked for." };
    throw new CannotSeed(`${keyOf(view)} reads no table whose row could be tried`);
  }
  const row = await room.seeder.row(table, attempt.identity, attempt.row);
  const where = condition(room, view, table, row);
  const before = view.form === "materializedView" ? [`REFRESH MATERIALIZED VIEW ${quoteObject(view)}`] : [];
  if (before.length > 0 && behind.some(({ estimatedRows }) => (estimatedRows ?? 0) > 10_000)) throw new CannotSeed(`${keyOf(view)} is not refreshed for a test: what it reads is too much`);
  const shared = { attempt, before, needsRow: true, rows: [] };
  if (attempt.operation === "select") {
    const note = where === undefined ? "The view shows no key of the tables behind it; any of its rows was looked for." : undefined;
    return { ...shared, sql: `SELECT * FROM ${quoteObject(view)}${where === undefined ? " LIMIT 1" : ` WHERE ${where}`}`, behind: { table, row }, ...(note === undefined ? {} : { note }) };
  }
  if (where === undefined) throw new CannotSeed(`${keyOf(view)} shows no key of the tables behind it, so that no row of theirs can be tried through it`);
  if (attempt.operation === "delete") return { ...shared, sql: `DELETE FROM ${quoteObject(view)} WHERE ${where}`, behind: { table, row } };
  if (attempt.operation === "update") {
    const column = view.columns.find(({ name }) => table.columns.some((one) => one.name === name && one.generated === undefined) && !keyColumns(table).includes(name));
    if (column === undefined) throw new CannotSeed(`${keyOf(view)} has no column of ${keyOf(table)} that could be changed`);
    return { ...shared, sql: `UPDATE ${quoteObject(view)} SET ${quoteName(column.name)} = ${literal(columnOf(table, column.name), row.values.get(column.name) ?? null)} WHERE ${where}`, behind: { table, row } };
  }
  throw new CannotSeed(`${attempt.operation} is not tried through a view`);
}

/** Finds the row through the view by the key of its table, or by whose it is. */
function condition(room: Room, view: ViewObject, table: TableObject, row: SeededRow | undefined): string | undefined {
  const shown = new Set(view.columns.map(({ name }) => name));
  const key = keyColumns(table);
  const columns = key.length > 0 && key.every((column) => shown.has(column)) ? key : marksOf(room.relations.catalog, table).map(({ column }) => column).filter((column) => shown.has(column));
  if (columns.length === 0) return undefined;
  return columns.map((column) => `${quoteName(column)} = ${literal(columnOf(table, column), row?.values.get(column) ?? null)}`).join(" AND ");
}
