import type { Catalog, ConstraintObject, IndexObject, TableObject } from "../../catalog/catalog.ts";

/** A column's name as it compares within this catalog, out of a name or of an index's part that is no more than a name. */
export function folded(catalog: Catalog, name: string): string {
  const bare = /^"(?:[^"]|"")*"$/.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name;
  return catalog.rules?.caselessColumns === true ? bare.toLowerCase() : bare;
}

export function foldedAll(catalog: Catalog, names: readonly string[]): string[] {
  return names.map((name) => folded(catalog, name));
}

export function primaryKeyOf(table: TableObject): ConstraintObject | undefined {
  return table.constraints.find(({ form }) => form === "primaryKey");
}

export function foreignKeysOf(table: TableObject): ConstraintObject[] {
  return table.constraints.filter(({ form, inherited }) => form === "foreignKey" && !(inherited === true && table.partitionOf !== undefined));
}

/** True where an index answers "which rows have these values": the columns lead it, in any order. */
export function isIndexed(catalog: Catalog, table: TableObject, columns: readonly string[]): boolean {
  const wanted = new Set(foldedAll(catalog, columns));
  const keys = table.constraints.filter(({ form }) => form === "primaryKey" || form === "unique").map((constraint) => constraint.columns);
  const indexes = table.indexes.filter((index) => servesEquality(index) && (index.predicate === undefined || onlySkipsNulls(catalog, index, wanted)));
  return [...keys, ...indexes.map((index) => index.columns)].some((list) => list.length >= wanted.size && foldedAll(catalog, list).slice(0, wanted.size).every((column) => wanted.has(column)));
}

/** Columns of every unique key that holds for all rows. */
export function uniqueKeys(table: TableObject): (readonly string[])[] {
  return [
    ...table.constraints.filter(({ form }) => form === "primaryKey" || form === "unique").map(({ columns }) => columns),
    ...table.indexes.filter(({ unique, valid, predicate }) => unique && valid && predicate === undefined).map(({ columns }) => columns),
  ];
}

/** Where the columns hold each row at most once: `columns` are those of a unique key, in any order. */
export function isUniqueOn(catalog: Catalog, table: TableObject, columns: readonly string[]): boolean {
  const wanted = new Set(foldedAll(catalog, columns));
  return uniqueKeys(table).some((key) => key.length === wanted.size && foldedAll(catalog, key).every((column) => wanted.has(column)));
}

function servesEquality({ valid, method, definition }: IndexObject): boolean {
  return valid && ["btree", "hash", "rtree"].includes(method) && !/\)\s.*\b(?:INVISIBLE|IGNORED)$/.test(definition);
}

/** `WHERE parent_id IS NOT NULL` of an index on parent_id: a search for a value implies it. */
function onlySkipsNulls(catalog: Catalog, { predicate = "" }: IndexObject, wanted: ReadonlySet<string>): boolean {
  const column = /^\(*\s*("(?:[^"]|"")*"|[\w$]+)\s+IS NOT NULL\s*\)*$/i.exec(predicate)?.[1] ?? /^\(*\s*("(?:[^"]|"")*"|[\w$]+)\s+NOTNULL\s*\)*$/i.exec(predicate)?.[1];
  return column !== undefined && wanted.has(folded(catalog, column));
}
