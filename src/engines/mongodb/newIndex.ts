import type { IndexObject, TableObject } from "../../core/catalog/catalog.ts";
import { commandText, text } from "./render/commandTexts.ts";

/** A plain index that is not there yet, as the catalog would hold it. */
export function newIndex(_table: Pick<TableObject, "schema" | "name">, name: string, columns: readonly string[]): IndexObject {
  return {
    schema: "",
    name,
    definition: commandText(["key", commandText(...columns.map((column) => [column, "1"] as const))], ["name", text(name)]),
    unique: false,
    columns,
    method: "btree",
    valid: true,
  };
}
