import type { Catalog, ColumnObject, TableObject } from "../../../../src/core/catalog/catalog.ts";

/** A catalog with nothing in it but what is given. */
export function catalogWith(parts: Partial<Catalog>): Catalog {
  return { engine: "postgresql", schemas: [{ name: "public" }], extensions: [], types: [], domains: [], sequences: [], routines: [], tables: [], views: [], others: [], ...parts };
}

/** A plain table of schema public. */
export function tableWith(name: string, parts: Partial<TableObject> = {}): TableObject {
  return {
    schema: "public", name, form: "table", persistence: "permanent", columns: [column("id", "integer", { notNull: true })], constraints: [], indexes: [], triggers: [],
    policies: [], rowSecurity: { enabled: false, forced: false }, inherits: [], options: {}, ...parts,
  };
}

export function column(name: string, type: string, parts: Partial<ColumnObject> = {}): ColumnObject {
  return { name, type, notNull: false, ...parts };
}
