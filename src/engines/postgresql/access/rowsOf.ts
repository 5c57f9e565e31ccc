import type { AccessObject, RowOf } from "../../../core/access/attempt.ts";
import type { MarkKind } from "../../../core/access/markNames.ts";
import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";
import { keyColumns, keyOf, Relations } from "./relations.ts";
import { marksOf } from "./marks.ts";

/** Whose rows an object can have: told by its own columns, those of its parents, and for a view by the tables behind it. */
export function rowsOf(object: AccessObject, catalog: Catalog): readonly RowOf[] {
  if (object.form === "routine" || object.form === "foreignTable") return ["any"];
  const relations = new Relations(catalog);
  const view = relations.view(object);
  const tables = view === undefined ? [relations.table(object)] : relations.tablesBehind(view);
  const kinds = new Set(tables.flatMap((table) => (table === undefined ? [] : [...kindsOf(relations, table)])));
  if (kinds.size === 0) return ["any"];
  return ["own", ...(kinds.has("owner") ? ["foreign" as const] : []), ...(kinds.has("tenant") ? ["otherTenant" as const] : [])];
}

/** Can a row of it be given to somebody else: is the column that says whose it is one of its own, no part of its key, and shown by the view? */
export function mayMove(object: AccessObject, catalog: Catalog): boolean {
  const relations = new Relations(catalog);
  const view = relations.view(object);
  const tables = view === undefined ? [relations.table(object)] : relations.tablesBehind(view);
  return tables.some((table) => table !== undefined && marksOf(catalog, table).some(({ column }) => !keyColumns(table).includes(column) && (view === undefined || view.columns.some(({ name }) => name === column))));
}

function kindsOf(relations: Relations, table: TableObject, seen = new Set<string>()): ReadonlySet<MarkKind> {
  if (seen.has(keyOf(table))) return new Set();
  seen.add(keyOf(table));
  const own = marksOf(relations.catalog, table).map(({ kind }) => kind);
  if (own.length > 0) return new Set(own);
  return new Set(
    table.constraints.flatMap(({ form, references }) => {
      const parent = form === "foreignKey" && references !== undefined ? relations.table({ schema: references.schema, name: references.table }) : undefined;
      return parent === undefined ? [] : [...kindsOf(relations, parent, seen)];
    }),
  );
}
