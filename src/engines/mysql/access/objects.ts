import type { AccessObject } from "../../../core/access/attempt.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";

/** Tables, views and routines of the database. */
export function accessObjects(catalog: Catalog): AccessObject[] {
  return [
    ...catalog.tables.map(({ schema, name }): AccessObject => ({ form: "table", schema, name })),
    ...catalog.views.map(({ schema, name }): AccessObject => ({ form: "view", schema, name })),
    ...catalog.routines.map(({ schema, name, signature }): AccessObject => ({ form: "routine", schema, name, signature })),
  ];
}
