import type { MarkKind } from "../../../core/access/markNames.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { keyOf } from "./relations.ts";
import { baseType } from "./values.ts";
import { marksOf } from "./marks.ts";

/** The types that ids of people, or of tenants, have in this database, the commonest first; those that policies ask for before those that names suggest. */
export function markTypes(catalog: Catalog, kind: MarkKind): { readonly type: string; readonly column: string }[] {
  const counts = new Map<string, { type: string; column: string; weight: number }>();
  for (const table of catalog.tables) {
    for (const mark of marksOf(catalog, table).filter((one) => one.kind === kind)) {
      const column = table.columns.find(({ name }) => name === mark.column);
      if (column === undefined) continue;
      const type = baseType(catalog, column.type);
      const known = counts.get(type) ?? { type, column: `${keyOf(table)}.${column.name}`, weight: 0 };
      counts.set(type, { ...known, weight: known.weight + (mark.expressions.length > 0 ? 1000 : 1) });
    }
  }
  return [...counts.values()].sort((one, other) => other.weight - one.weight);
}
