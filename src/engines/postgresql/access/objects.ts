import type { AccessObject } from "../../../core/access/attempt.ts";
import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";

/** All that somebody may try to reach, in the order of the matrix: tables, their partitions, views, routines. */
export function accessObjects(catalog: Catalog): AccessObject[] {
  const byName = (one: AccessObject, other: AccessObject): number => compare(one.schema, other.schema) || compare(one.name, other.name) || compare(one.signature ?? "", other.signature ?? "");
  const tables = catalog.tables.map((table) => ({ form: formOf(table), schema: table.schema, name: table.name }));
  const views = catalog.views.map(({ form, schema, name }) => ({ form, schema, name }));
  const routines = catalog.routines
    .filter(({ form, definition }) => (form === "function" || form === "procedure") && !/\bRETURNS (?:event_)?trigger\b/i.test(definition))
    .map(({ schema, name, signature }) => ({ form: "routine" as const, schema, name, signature }));
  const order: AccessObject["form"][] = ["table", "partition", "foreignTable", "view", "materializedView", "routine"];
  const all: AccessObject[] = [...tables, ...views, ...routines];
  return order.flatMap((form) => all.filter((object) => object.form === form).sort(byName));
}

function formOf(table: TableObject): AccessObject["form"] {
  if (table.form === "foreign") return "foreignTable";
  return table.partitionOf === undefined ? "table" : "partition";
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
