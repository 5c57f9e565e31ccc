import type { Catalog, ConstraintObject, TableObject } from "./catalog.ts";

/**
 * The table that a script means. Without a schema the search path decides ("public" first on PostgreSQL);
 * a name that stands in one schema alone is found there too.
 */
export function findTable(catalog: Catalog, name: { readonly schema?: string; readonly name: string }, searchPath: readonly string[] = ["public", ""]): TableObject | undefined {
  const named = catalog.tables.filter((table) => sameTable(catalog, table.name, name.name));
  if (name.schema !== undefined) {
    const bare = name.schema === "main" ? "" : name.schema;
    return named.find((table) => table.schema === name.schema || table.schema === bare);
  }
  for (const schema of searchPath) {
    const found = named.find((table) => table.schema === schema);
    if (found !== undefined) return found;
  }
  return named[0];
}

/** Names of tables as the engine compares them. */
export function sameTable({ rules }: Catalog, a: string, b: string): boolean {
  return a === b || (rules?.caselessTables === true && a.toLowerCase() === b.toLowerCase());
}

/** Names of columns as the engine compares them. */
export function sameColumn({ rules }: Catalog, a: string, b: string): boolean {
  return a === b || (rules?.caselessColumns === true && a.toLowerCase() === b.toLowerCase());
}

/** The columns that tell a row apart: the primary key, else a unique key whose columns are all NOT NULL; empty where there is none. `without` columns may not be part of it. */
export function rowKey(table: TableObject, without: ReadonlySet<string> = new Set()): readonly string[] {
  const required = new Set(table.columns.filter((column) => column.notNull).map((column) => column.name));
  const usable = (columns: readonly string[]): boolean => columns.length > 0 && !columns.some((column) => without.has(column));
  const primary = table.constraints.find((constraint) => constraint.form === "primaryKey");
  if (primary !== undefined && usable(primary.columns)) return primary.columns;
  const uniques = [
    ...table.constraints.filter((constraint) => constraint.form === "unique").map((constraint) => constraint.columns),
    ...table.indexes.filter((index) => index.unique && index.valid && index.predicate === undefined).map((index) => index.columns),
  ];
  return uniques.find((columns) => usable(columns) && columns.every((column) => required.has(column))) ?? [];
}

/** The foreign keys that point at a table, with the table that has each. */
export function referencesTo(catalog: Catalog, target: { readonly schema: string; readonly name: string }): { readonly table: TableObject; readonly constraint: ConstraintObject }[] {
  return catalog.tables.flatMap((table) =>
    table.constraints
      .filter((constraint) => constraint.references?.schema === target.schema && sameTable(catalog, constraint.references.table, target.name))
      .map((constraint) => ({ table, constraint })),
  );
}

/** What a foreign key does to its own rows when the row it points at goes. */
export function onDelete(constraint: ConstraintObject): "cascade" | "setNull" | "setDefault" | "refuse" {
  const action = /\bON\s+DELETE\s+(CASCADE|SET\s+NULL|SET\s+DEFAULT)/i.exec(constraint.definition)?.[1]?.toUpperCase();
  if (action === undefined) return "refuse";
  return action === "CASCADE" ? "cascade" : action.endsWith("NULL") ? "setNull" : "setDefault";
}
