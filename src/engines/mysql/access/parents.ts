import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";
import { planRow, type RowPlan } from "./seed.ts";

/** A row that is to be made. */
export interface Planned {
  readonly table: TableObject;
  readonly plan: RowPlan;
}

/** A row with the rows that its foreign keys name, and theirs: views that join them show it then. Keys are not checked, so that circles end at the first table that is there already. */
export function withParents(catalog: Catalog, table: TableObject, decided: RowPlan): readonly Planned[] {
  const made: Planned[] = [];
  const add = (one: TableObject, values: RowPlan): void => {
    const plan = new Map(planRow(one, values));
    made.push({ table: one, plan });
    for (const key of one.constraints) {
      const parent = key.references?.schema === "" ? catalog.tables.find(({ name }) => name === key.references?.table) : undefined;
      const targets = key.references?.columns ?? [];
      if (parent === undefined || made.some((other) => other.table === parent) || key.columns.some((column) => !plan.has(column))) continue;
      add(parent, new Map(targets.map((target, at) => [target, plan.get(key.columns[at]!)!])));
    }
  };
  add(table, decided);
  return made;
}
