import type { AccessObject } from "../../../core/access/attempt.ts";
import type { Operation } from "../../../core/access/operation.ts";
import type { Catalog, ViewObject } from "../../../core/catalog/catalog.ts";
import type { Session } from "../../engine.ts";
import { keyOf, Relations } from "./relations.ts";
import { viewColumns } from "./viewColumns.ts";
import { readWriting, wayOf } from "./viewWriting.ts";
import { needsValue } from "./needsValue.ts";

/** Tells what can be tried at all: of a view, what the server or a trigger lets be written through it. */
export async function possible(session: Session, catalog: Catalog): Promise<(object: AccessObject, operation: Operation) => boolean> {
  const writing = await readWriting(session);
  const relations = new Relations(catalog);
  const unfillable = new Set<string>();
  for (const view of catalog.views) if (writing.get(keyOf(view))?.insert === "server" && (await hidesRequired(relations, view))) unfillable.add(keyOf(view));
  return (object, operation) => {
    if (object.form !== "view" || operation === "select") return true;
    const inserts = operation === "insert" || operation === "insertReturning";
    return wayOf(writing.get(keyOf(object)), operation) !== undefined && !(inserts && unfillable.has(keyOf(object)));
  };
}

/** Does every new row need a value for a column that the view does not show? */
async function hidesRequired(relations: Relations, view: ViewObject): Promise<boolean> {
  for (const table of relations.tablesBehind(view)) {
    const shown = await viewColumns(relations, view, table);
    if (table.columns.some((column) => needsValue(column) && !shown.has(column.name))) return true;
  }
  return false;
}
