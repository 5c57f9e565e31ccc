import type { IndexObject, TableObject } from "../../core/catalog/catalog.ts";
import { quoteName, quoteObject } from "./quote.ts";

/** A plain index that is not there yet, as the catalog would hold it. */
export function newIndex(table: Pick<TableObject, "schema" | "name">, name: string, columns: readonly string[]): IndexObject {
  return {
    schema: table.schema,
    name,
    definition: `CREATE INDEX ${quoteName(name)} ON ${quoteObject(table)} USING btree (${columns.map(quoteName).join(", ")})`,
    unique: false,
    columns,
    method: "btree",
    valid: true,
  };
}
