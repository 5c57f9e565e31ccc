import type { Catalog, TableObject } from "../../../../../src/core/catalog/catalog.ts";

function table(name: string, more: Partial<TableObject>): TableObject {
  return { schema: "public", name, form: "table", persistence: "permanent", columns: [], constraints: [], indexes: [], triggers: [], policies: [], rowSecurity: { enabled: false, forced: false }, inherits: [], options: {}, ...more };
}

const secured = (name: string, using: string): TableObject => table(name, { rowSecurity: { enabled: true, forced: false }, policies: [{ name: `${name}_read`, command: "ALL", permissive: true, roles: ["public"], using }], estimatedRows: 100_000 });

/** What the rules ask of the catalog that the plans were made on (test/plans/postgresql/make/schema.sql). */
export const catalog: Catalog = {
  engine: "postgresql",
  schemas: [{ name: "public" }],
  extensions: [],
  types: [],
  domains: [],
  sequences: [],
  routines: [],
  tables: [
    table("grown", { estimatedRows: 1000 }),
    table("orders", { estimatedRows: 300_000 }),
    table("parents", { estimatedRows: 5000 }),
    table("children", { constraints: [{ name: "children_parent_id_fkey", form: "foreignKey", columns: ["parent_id"], definition: "FOREIGN KEY (parent_id) REFERENCES parents(id) ON DELETE CASCADE", references: { schema: "public", table: "parents", columns: ["id"] }, validated: true }] }),
    secured("documents", "may_read(team)"),
    secured("files", "(EXISTS ( SELECT FROM members WHERE ((members.team = files.team) AND (members.person = current_setting('app.person'::text, true)))))"),
    secured("pictures", "(owner = current_setting('app.person'::text, true))"),
  ],
  views: [],
  others: [],
};
