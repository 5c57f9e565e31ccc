import { qualified } from "../../catalog/objects.ts";
import { rowKey } from "../../catalog/lookup.ts";
import type { CatalogRule } from "../catalogRule.ts";
import { primaryKeyOf } from "./keyColumns.ts";
import { ownTables } from "./ownTables.ts";

export const noPrimaryKey: CatalogRule = {
  id: "schema/no-primary-key",
  title: "Table without a primary key",
  why: "Nothing tells its rows apart: the same row can stand there twice, single rows cannot be referred to or replicated safely. A unique key of NOT NULL columns does the work, but tools look for a primary key.",
  scope: "schema",
  find: ({ catalog }) =>
    ownTables(catalog)
      .filter((table) => table.columns.length > 0 && primaryKeyOf(table) === undefined)
      .map((table) => {
        const key = rowKey(table);
        const object = qualified(table);
        if (key.length > 0) return { rule: "schema/no-primary-key", object, severity: "info", message: `${object} has no primary key; its unique key (${key.join(", ")}) could be one.` };
        if (catalog.rules?.hiddenRowIds === true) return { rule: "schema/no-primary-key", object, severity: "info", message: `${object} has no primary key; only the hidden row number tells its rows apart, which a VACUUM may change.` };
        return { rule: "schema/no-primary-key", object, severity: "warning", message: `${object} has no primary key and no unique key that could be one: the same row can stand there twice, and replication has to search the whole table for the row that it changes.` };
      }),
};
