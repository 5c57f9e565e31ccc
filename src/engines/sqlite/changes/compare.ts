import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";
import { flatObjects } from "../../../core/catalog/objects.ts";
import { canonicalJson } from "../../../core/json.ts";
import type { Json } from "../../../core/json.ts";

/** True where the fingerprint sees no difference in the tables themselves; indexes and triggers are compared on their own. */
export function sameTable(a: TableObject, b: TableObject): boolean {
  return same(bare(a), bare(b));
}

/** The keys of the flat objects that CREATE TABLE makes. */
export function tableKeys(table: TableObject): string[] {
  return bare(table).map((object) => object.key);
}

export function same(a: unknown, b: unknown): boolean {
  return canonicalJson(a as Json) === canonicalJson(b as Json);
}

function bare(table: TableObject): ReturnType<typeof flatObjects> {
  const nothing: Omit<Catalog, "tables"> = { engine: "sqlite", schemas: [], extensions: [], types: [], domains: [], sequences: [], routines: [], views: [], others: [] };
  return flatObjects({ ...nothing, tables: [{ ...table, indexes: [], triggers: [] }] });
}
