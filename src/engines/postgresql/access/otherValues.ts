import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";
import type { RowPlan } from "./plan.ts";
import { baseType, valueFor } from "./values.ts";

/** So many rows are tried at most where a check refuses the first. */
const mostTries = 24;
const number = 77;

/**
 * The same row with other values in the columns of a check that refused it: nothing, something, the other truth.
 * `kept`: columns that say whose the row is or that tie it to others.
 */
export function otherValues(catalog: Catalog, table: TableObject, plan: RowPlan, check: string, kept: ReadonlySet<string>): readonly RowPlan[] {
  const columns = table.constraints.find(({ name, form }) => form === "check" && name === check)?.columns ?? [];
  const free = table.columns.filter(({ name, generated, identity }) => columns.includes(name) && !kept.has(name) && generated === undefined && identity === undefined);
  let plans: RowPlan[] = [plan];
  for (const column of free) {
    const type = baseType(catalog, column.type);
    const value = valueFor(catalog, table, column, number);
    const choices = [...(type === "boolean" ? ["true", "false"] : value === undefined ? [] : [value]), ...(column.notNull ? [] : [null])];
    plans = [...plans, ...plans.flatMap((known) => choices.filter((choice) => choice !== (known.get(column.name) ?? null)).map((choice): RowPlan => new Map([...known, [column.name, choice]])))].slice(0, mostTries);
  }
  return plans.slice(1);
}
