import type { AccessObject, RowOf } from "../../../core/access/attempt.ts";
import type { Operation } from "../../../core/access/operation.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { markOf } from "./mark.ts";
import type { Memo } from "./memo.ts";
import { baseOf } from "./scope.ts";

export function accessObjects({ tables, views }: Catalog): AccessObject[] {
  return [
    ...tables.map(({ name }): AccessObject => ({ form: "collection", schema: "", name })),
    ...views.map(({ name }): AccessObject => ({ form: "view", schema: "", name })),
  ];
}

/** A tenant's documents are one's own or another tenant's, an owner's one's own or somebody else's. */
export function rowsOf({ form, name }: AccessObject, catalog: Catalog, memo: Memo): readonly RowOf[] {
  const view = form === "view" ? catalog.views.find((one) => one.name === name) : undefined;
  const mark = markOf(view === undefined ? name : baseOf(view, catalog), catalog, memo);
  return mark === undefined ? ["any"] : ["own", mark.kind === "tenant" ? "otherTenant" : "foreign"];
}

/** Views of MongoDB take no writes (166). */
export function possible({ form }: AccessObject, operation: Operation): boolean {
  return form !== "view" || operation === "select";
}
