import type { AccessObject, RowOf } from "../../../core/access/attempt.ts";
import type { Operation } from "../../../core/access/operation.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { type Mark, markOf } from "./mark.ts";
import type { Memo } from "./memo.ts";
import { baseOf } from "./scope.ts";
import { isValueOf } from "./values.ts";

export function accessObjects({ tables, views }: Catalog): AccessObject[] {
  return [
    ...tables.map(({ name }): AccessObject => ({ form: "collection", schema: "", name })),
    ...views.map(({ name }): AccessObject => ({ form: "view", schema: "", name })),
  ];
}

/** A tenant's documents are one's own or another tenant's, an owner's one's own or somebody else's; none where the identities could not have any. */
export function rowsOf(object: AccessObject, catalog: Catalog, memo: Memo): readonly RowOf[] {
  const mark = markOn(object, catalog, memo);
  if (mark === undefined) return ["any"];
  if (!fits(mark, memo)) return [];
  return ["own", mark.kind === "tenant" ? "otherTenant" : "foreign"];
}

/** What is not tried, because the one who was asked for is a tenant and its documents an owner's, or the other way round. */
export function leftOut(catalog: Catalog, objects: readonly AccessObject[], memo: Memo): string[] {
  return objects.flatMap((object) => {
    const mark = markOn(object, catalog, memo);
    return mark === undefined || fits(mark, memo) ? [] : [`${object.name} was left out: ${mark.field} tells its documents apart, and "${memo.asked?.values[0] ?? ""}" is none of its ${mark.kind === "tenant" ? "tenants" : "owners"}. Ask for one of those to have it tried.`];
  });
}

function markOn({ form, name }: AccessObject, catalog: Catalog, memo: Memo): Mark | undefined {
  const view = form === "view" ? catalog.views.find((one) => one.name === name) : undefined;
  return markOf(view === undefined ? name : baseOf(view, catalog), catalog, memo);
}

function fits(mark: Mark, { asked }: Memo): boolean {
  return asked === undefined || (asked.kind === mark.kind && asked.values.every((value) => isValueOf(value, mark)));
}

/** Views of MongoDB take no writes (166). */
export function possible({ form }: AccessObject, operation: Operation): boolean {
  return form !== "view" || operation === "select";
}
