import type { TableObject } from "../../catalog/catalog.ts";
import { groupedBy } from "./groupedBy.ts";

/** Tables by the schema that holds them; where the engine has none, all of them under the word "database". */
export function bySchema(tables: readonly TableObject[]): { readonly schema: string; readonly tables: readonly TableObject[] }[] {
  const groups = groupedBy(tables, ({ schema }) => schema);
  return [...groups].map(([schema, list]) => ({ schema: schema === "" ? "database" : schema, tables: list }));
}

/** The first few of many, and how many more there are. */
export function places(names: readonly string[], shown = 8): string {
  const rest = names.length - shown;
  return rest <= 0 ? names.join(", ") : `${names.slice(0, shown).join(", ")} and ${rest} more`;
}
