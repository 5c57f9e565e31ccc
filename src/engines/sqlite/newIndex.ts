import type { IndexObject, TableObject } from "../../core/catalog/catalog.ts";
import { plainName } from "./quote.ts";

/** A plain index that is not there yet, as the catalog would hold it. */
export function newIndex(table: Pick<TableObject, "schema" | "name">, name: string, columns: readonly string[]): IndexObject {
  return {
    schema: "",
    name,
    definition: `CREATE INDEX ${plainName(name)} ON ${plainName(table.name)} (${columns.map(plainName).join(", ")})`,
    unique: false,
    columns,
    method: "btree",
    valid: true,
  };
}
