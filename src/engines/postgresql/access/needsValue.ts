import type { ColumnObject } from "../../../core/catalog/catalog.ts";

/** Must a new row give the column a value itself? */
export function needsValue(column: ColumnObject): boolean {
  return column.notNull && column.default === undefined && column.identity === undefined && column.generated === undefined;
}
