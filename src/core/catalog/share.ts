import type { Catalog } from "./catalog.ts";
import { qualified } from "./objects.ts";

const texts = new WeakMap<object, string>();

/**
 * The same catalog, with every object that an earlier one has exactly so taken from there: what many catalogs of one schema hold in common
 * is then kept, flattened and compared once.
 */
export function shareWith(earlier: Catalog, catalog: Catalog): Catalog {
  return {
    ...catalog,
    tables: shared(earlier.tables, catalog.tables, qualified),
    views: shared(earlier.views, catalog.views, qualified),
    routines: shared(earlier.routines, catalog.routines, (one) => `${qualified(one)}(${one.signature})`),
    types: shared(earlier.types, catalog.types, qualified),
    domains: shared(earlier.domains, catalog.domains, qualified),
    sequences: shared(earlier.sequences, catalog.sequences, qualified),
  };
}

function shared<Item extends object>(earlier: readonly Item[], items: readonly Item[], nameOf: (item: Item) => string): Item[] {
  const known = new Map(earlier.map((item) => [nameOf(item), item]));
  return items.map((item) => {
    const before = known.get(nameOf(item));
    return before !== undefined && textOf(before) === textOf(item) ? before : item;
  });
}

function textOf(item: object): string {
  const text = texts.get(item) ?? JSON.stringify(item);
  texts.set(item, text);
  return text;
}
