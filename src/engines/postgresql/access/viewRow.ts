import type { TableObject, ViewObject } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import { marksOf } from "./marks.ts";
import { keyColumns } from "./relations.ts";
import type { Room } from "./room.ts";
import { columnOf, type SeededRow } from "./seeder.ts";
import { literal } from "./values.ts";

/** A view and the table behind it in which rows are made for it. */
export interface Shown {
  readonly view: ViewObject;
  readonly table: TableObject;
  /** The names under which it shows the table's columns. */
  readonly columns: ReadonlyMap<string, string>;
}

/** Finds the row through the view by the key of its table, or by whose it is. */
export function rowThrough(room: Room, shown: Shown, row: SeededRow): string | undefined {
  const columns = findingColumns(room, shown);
  if (columns.length === 0) return undefined;
  return columns.map((column) => `${quoteName(shown.columns.get(column)!)} = ${literal(columnOf(shown.table, column), row.values.get(column) ?? null)}`).join(" AND ");
}

/** The columns of the table by which a row of it is found through the view; empty where it shows none. */
export function findingColumns(room: Room, { table, columns }: Shown): readonly string[] {
  const key = keyColumns(table);
  return key.length > 0 && key.every((column) => columns.has(column)) ? key : marksOf(room.relations.catalog, table).map(({ column }) => column).filter((column) => columns.has(column));
}
