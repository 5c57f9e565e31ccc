import type { Catalog, TableObject } from "../catalog/catalog.ts";

/** Sorts kept tables so that those that foreign keys point at come first; cycles keep their given order. */
export function loadOrder<Item extends { readonly schema: string; readonly table: string }>(catalog: Catalog, items: readonly Item[]): Item[] {
  const tables = new Map(catalog.tables.map((table) => [`${table.schema}.${table.name}`, table]));
  const byKey = new Map(items.map((item) => [`${item.schema}.${item.table}`, item]));
  const sorted: Item[] = [];
  const visited = new Set<string>();
  const visit = (key: string): void => {
    if (visited.has(key)) return;
    visited.add(key);
    const table = tables.get(key);
    if (table !== undefined) for (const target of targets(table)) visit(target);
    const item = byKey.get(key);
    if (item !== undefined) sorted.push(item);
  };
  for (const key of byKey.keys()) visit(key);
  return sorted;
}

function targets(table: TableObject): string[] {
  return table.constraints.flatMap(({ references }) => (references === undefined ? [] : [`${references.schema}.${references.table}`]));
}
