import type { AccessObject, RowOf } from "../../../core/access/attempt.ts";
import { rowKey } from "../../../core/catalog/lookup.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { Flavour } from "../flavourName.ts";
import { type Ownership, ownershipOf } from "./whose.ts";

/** Whose rows an object can have: told by the column that a view of own rows compares, or by its name. */
export function rowsOf(object: AccessObject, catalog: Catalog, flavour: Flavour): readonly RowOf[] {
  return owned(object, catalog, flavour)?.owner === undefined ? ["any"] : ["own", "foreign"];
}

/** Can a row of it be given to somebody else: is the column that says whose it is shown, and no part of its key? */
export function mayMove(object: AccessObject, catalog: Catalog, flavour: Flavour): boolean {
  const ownership = owned(object, catalog, flavour);
  const view = catalog.views.find(({ name }) => name === object.name);
  return ownership?.owner !== undefined && !rowKey(ownership.base).includes(ownership.owner) && (view === undefined || view.columns.some(({ name }) => name === ownership.owner));
}

function owned({ form, name }: AccessObject, catalog: Catalog, flavour: Flavour): Ownership | undefined {
  const relation = form === "routine" ? undefined : (catalog.tables.find((one) => one.name === name) ?? catalog.views.find((one) => one.name === name));
  return relation === undefined ? undefined : ownershipOf(relation, catalog, flavour);
}
