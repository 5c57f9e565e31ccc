import type { Catalog, TableObject } from "../catalog/catalog.ts";
import { sameTable } from "../catalog/lookup.ts";
import { qualified } from "../catalog/objects.ts";
import type { ObjectRef } from "../script/facts.ts";

/** What depends on an object that a script would lose, in words: "foreign key public.orders.orders_user_id_fkey". Sorted. */
export function impactOf(catalog: Catalog, object: ObjectRef): string[] {
  const table = tableOf(catalog, object);
  const names = new Set<string>();
  if (table !== undefined) {
    const column = object.kind === "column" ? object.name : undefined;
    for (const name of [...foreignKeys(catalog, table, column), ...views(catalog, table, column)]) names.add(name);
    if (column !== undefined) for (const name of partsOfTable(table, column)) names.add(name);
  } else if (object.kind === "view" || object.kind === "materializedView") {
    for (const view of catalog.views) if (view.dependsOn.some((one) => one.name === object.name && matches(object.schema, one.schema))) names.add(`view ${qualified(view)}`);
  } else if (object.kind === "schema") {
    for (const one of catalog.tables) if (one.schema === object.name) names.add(`table ${qualified(one)}`);
    for (const one of catalog.views) if (one.schema === object.name) names.add(`view ${qualified(one)}`);
  } else if (object.kind === "database" && object.name === "") {
    for (const one of catalog.tables) names.add(`table ${qualified(one)}`);
    for (const one of catalog.views) names.add(`view ${qualified(one)}`);
  } else if (object.kind === "type" || object.kind === "domain") {
    for (const one of catalog.tables) for (const column of one.columns) if (speaksOf(column.type, object.name)) names.add(`column ${qualified(one)}.${column.name}`);
  }
  for (const routine of catalog.routines) {
    if (routine.name !== object.name && speaksOf(routine.definition, object.name) && (table === undefined || speaksOf(routine.definition, table.name))) names.add(`routine ${qualified(routine)}(${routine.signature})`);
  }
  return [...names].sort();
}

/** The table that an object is or belongs to, as the catalog has it; undefined where it has none. */
export function tableOf(catalog: Catalog, object: Pick<ObjectRef, "kind" | "schema" | "table" | "name">): TableObject | undefined {
  const name = object.kind === "table" || object.kind === "rows" ? object.name : object.kind === "column" ? object.table : undefined;
  if (name === undefined) return undefined;
  const found = catalog.tables.filter((one) => sameTable(catalog, one.name, name) && matches(object.schema, one.schema));
  return found.find((one) => one.schema === "public") ?? found[0];
}

function matches(wanted: string | undefined, schema: string): boolean {
  return wanted === undefined || wanted === schema || schema === "";
}

function foreignKeys(catalog: Catalog, table: TableObject, column: string | undefined): string[] {
  return catalog.tables.flatMap((one) =>
    one.constraints
      .filter(({ references }) => references !== undefined && references.table === table.name && matches(references.schema, table.schema) && (column === undefined || references.columns.includes(column)))
      .filter(() => one !== table)
      .map((constraint) => `foreign key ${qualified(one)}.${constraint.name}`),
  );
}

function views(catalog: Catalog, table: TableObject, column: string | undefined): string[] {
  return catalog.views
    .filter((view) => view.dependsOn.some((one) => one.name === table.name && matches(one.schema, table.schema)) && (column === undefined || speaksOf(view.query, column)))
    .map((view) => `${view.form === "view" ? "view" : "materialised view"} ${qualified(view)}`);
}

function partsOfTable(table: TableObject, column: string): string[] {
  return [
    ...table.constraints.filter((one) => one.columns.includes(column)).map((one) => `constraint ${qualified(table)}.${one.name}`),
    ...table.indexes.filter((one) => one.constraint === undefined && one.columns.includes(column)).map((one) => `index ${qualified(one)}`),
    ...table.columns.filter((one) => one.generated !== undefined && one.name !== column && speaksOf(one.generated.expression, column)).map((one) => `column ${qualified(table)}.${one.name}`),
    ...table.policies.filter((one) => speaksOf(`${one.using ?? ""} ${one.check ?? ""}`, column)).map((one) => `policy ${qualified(table)}.${one.name}`),
  ];
}

function speaksOf(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w$])`, "i").test(text);
}
