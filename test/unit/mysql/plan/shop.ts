import type { Catalog, ColumnObject, IndexObject, TableObject } from "../../../../src/core/catalog/catalog.ts";

const column = (name: string, type: string, collation?: string): ColumnObject => ({ name, type, notNull: true, ...(collation === undefined ? {} : { collation }) });
const index = (name: string, ...columns: readonly string[]): IndexObject => ({ schema: "", name, definition: "", unique: false, columns, method: "BTREE", valid: true });
const table = (name: string, columns: readonly ColumnObject[], indexes: readonly IndexObject[]): TableObject => ({
  schema: "", name, form: "table", persistence: "permanent", columns, constraints: [], indexes, triggers: [], policies: [], rowSecurity: { enabled: false, forced: false }, inherits: [], options: {},
});

/** What rules need of the tables that the corpus was made with. */
export const shop: Catalog = {
  engine: "mysql", schemas: [], extensions: [], types: [], domains: [], sequences: [], routines: [], views: [], others: [],
  tables: [
    table("customer", [column("id", "int"), column("email", "varchar(120)", "utf8mb4_0900_ai_ci"), column("phone", "varchar(20)"), column("country", "char(2)"), column("status", "varchar(12)"), column("tier", "tinyint"), column("note", "text")], [index("by_email", "email"), index("by_phone", "phone"), index("by_country_status", "country", "status"), index("by_status", "status"), index("by_tier", "tier")]),
    table("purchase", [column("id", "int"), column("customer_id", "int"), column("status", "varchar(12)"), column("amount", "decimal(10,2)"), column("placed_at", "datetime")], [index("by_customer", "customer_id"), index("by_status", "status"), index("by_placed_at", "placed_at")]),
    table("legacy_contact", [column("id", "int"), column("email", "varchar(120)", "latin1_swedish_ci")], [index("by_email", "email")]),
    table("visit", [column("id", "int"), column("customer_id", "int"), column("page", "varchar(40)"), column("seconds", "int")], []),
  ],
};
