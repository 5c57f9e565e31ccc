import type { AccessObject } from "../../../core/access/attempt.ts";
import type { Operation } from "../../../core/access/operation.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { Session } from "../../engine.ts";
import type { Flavour } from "../flavourName.ts";
import { baseOf } from "./userView.ts";

/** Tells what can be tried at all: MySQL gives no rows back from an INSERT, and not every view can be written. */
export async function possible(session: Session, catalog: Catalog, flavour: Flavour): Promise<(object: AccessObject, operation: Operation) => boolean> {
  const { rows } = await session.run("SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() AND IS_UPDATABLE = 'YES'");
  const writable = new Set(rows.map(([name]) => String(name)));
  return ({ form, name }, operation) => {
    if (operation === "insertReturning" && flavour === "mysql") return false;
    if (form !== "view" || operation === "select") return true;
    const inserts = operation === "insert" || operation === "insertReturning";
    return writable.has(name) && !(inserts && hidesRequired(catalog, name, flavour));
  };
}

/** Does every new row need a value for a column that the view does not show? */
function hidesRequired(catalog: Catalog, name: string, flavour: Flavour): boolean {
  const view = catalog.views.find((one) => one.name === name);
  const base = view === undefined ? undefined : baseOf(view, catalog, flavour);
  const shown = new Set(view?.columns.map((column) => column.name));
  return base?.columns.some((column) => column.notNull && column.default === undefined && column.identity === undefined && column.generated === undefined && !shown.has(column.name)) === true;
}
