import type { Catalog, ColumnObject, ConstraintObject, TableObject } from "../../../src/core/catalog/catalog.ts";

/** An empty PostgreSQL catalog with these rooms filled. */
export function catalogOf(rooms: Partial<Catalog>): Catalog {
  return { engine: "postgresql", rules: { lowersUnquoted: true }, schemas: [], extensions: [], types: [], domains: [], sequences: [], routines: [], tables: [], views: [], others: [], ...rooms };
}

/** A table from short words: columns "id!" are NOT NULL; types follow a colon, text unless told. */
export function tableOf(name: string, columns: readonly string[], more: Partial<TableObject> = {}): TableObject {
  return {
    schema: "public", name, form: "table", persistence: "permanent", constraints: [], indexes: [], triggers: [], policies: [],
    rowSecurity: { enabled: false, forced: false }, inherits: [], options: {}, ...more, columns: columns.map(columnOf),
  };
}

function columnOf(words: string): ColumnObject {
  const [name = "", type = "text"] = words.split(":");
  return { name: name.replace("!", ""), type, notNull: name.endsWith("!") };
}

export function primaryKey(table: string, ...columns: string[]): ConstraintObject {
  return { name: `${table}_pkey`, form: "primaryKey", columns, definition: `PRIMARY KEY (${columns.join(", ")})`, validated: true };
}

export function foreignKey(column: string, target: string, action = ""): ConstraintObject {
  return {
    name: `${target}_${column}_fk`, form: "foreignKey", columns: [column], validated: true,
    definition: `FOREIGN KEY (${column}) REFERENCES ${target}(id)${action === "" ? "" : ` ON DELETE ${action}`}`,
    references: { schema: "public", table: target, columns: ["id"] },
  };
}
