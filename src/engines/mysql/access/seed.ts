import type { ColumnObject, TableObject } from "../../../core/catalog/catalog.ts";
import { rowKey } from "../../../core/catalog/lookup.ts";
import { UnsupportedError } from "../../../core/errors.ts";
import { quoteName } from "../quote.ts";
import { madeUp } from "./values.ts";

/** Values of a new row as expressions, by column; what is absent takes its default. */
export type RowPlan = ReadonlyMap<string, string>;

/** What a new row must have; its parents need not be there, as foreign keys are not checked where rows are tried. Throws where a value cannot be made up. */
export function planRow(table: TableObject, decided: RowPlan): RowPlan {
  const keys = new Set([...rowKey(table), ...table.indexes.filter(({ unique }) => unique).flatMap(({ columns }) => columns)]);
  const plan = new Map(decided);
  for (const column of table.columns) {
    if (plan.has(column.name) || column.generated !== undefined || column.identity !== undefined || !(column.notNull && column.default === undefined) && !keys.has(column.name)) continue;
    const value = madeUp(column.type);
    if (value === undefined) throw new UnsupportedError("engine", `No row of ${table.name} can be made: ${column.name} must have a value of type ${column.type}, and none can be made up.`);
    plan.set(column.name, value);
  }
  return plan;
}

export function insertOf(relation: string, plan: RowPlan): string {
  return `INSERT INTO ${quoteName(relation)} (${[...plan.keys()].map(quoteName).join(", ")}) VALUES (${[...plan.values()].join(", ")})`;
}

/** A column that an UPDATE can change without changing whose the row is, or which it is. */
export function changeable(table: TableObject, among: ReadonlySet<string>, not: readonly string[]): ColumnObject | undefined {
  const keys = new Set([...rowKey(table), ...not, ...table.constraints.filter(({ form }) => form !== "check").flatMap(({ columns }) => columns)]);
  return table.columns.find(({ name, generated, identity }) => among.has(name) && generated === undefined && identity === undefined && !keys.has(name));
}
