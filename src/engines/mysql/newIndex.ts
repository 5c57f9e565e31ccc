import type { IndexObject, TableObject } from "../../core/catalog/catalog.ts";
import { quoteName } from "./quote.ts";

/** A plain index that is not there yet, as the catalog would hold it. */
export function newIndex(table: Pick<TableObject, "schema" | "name">, name: string, columns: readonly string[]): IndexObject {
  return {
    schema: "",
    name,
    definition: `CREATE INDEX ${quoteName(name)} ON ${quoteName(table.name)} (${columns.map(quoteName).join(", ")})`,
    unique: false,
    columns,
    method: "btree",
    valid: true,
  };
}
