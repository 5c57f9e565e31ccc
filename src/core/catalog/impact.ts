import type { Catalog } from "./catalog.ts";
import type { Destruction } from "../script/facts.ts";
import { findTable, onDelete, referencesTo } from "./lookup.ts";
import { qualified } from "./objects.ts";

/** What stands downstream of a destruction, a phrase each: foreign keys, views, triggers, policies, columns' other users. Sorted, without doubles. */
export function impactOf(catalog: Catalog, { object, how, columns }: Destruction, searchPath?: readonly string[]): string[] {
  if (object.kind === "schema") return schemaImpact(catalog, object.name);
  if (object.kind === "view" || object.kind === "materializedView" || object.kind === "routine" || object.kind === "type" || object.kind === "domain") return readers(catalog, object.schema, object.name);
  const named = object.kind === "column" ? { name: object.table ?? "", ...(object.schema === undefined ? {} : { schema: object.schema }) } : object;
  const table = object.kind === "table" || object.kind === "rows" || object.kind === "column" ? findTable(catalog, named, searchPath) : undefined;
  if (table === undefined) return [];
  const found: string[] = [];
  const lost = new Set(columns ?? (object.kind === "column" ? [object.name] : []));
  const wholeRows = how === "drop" || how === "dropCascade" || how === "truncate" || how === "deleteAll";
  for (const reference of referencesTo(catalog, table)) {
    if (!wholeRows && !reference.constraint.references?.columns.some((column) => lost.has(column))) continue;
    const action = onDelete(reference.constraint);
    const effect = how !== "deleteAll" && !(catalog.engine === "sqlite" && how === "drop") ? "" : action === "cascade" ? ", whose rows are deleted too" : action === "refuse" ? "" : `, whose ${reference.constraint.columns.join(", ")} is reset`;
    found.push(`foreign key ${reference.constraint.name} of ${qualified(reference.table)} refers to it${effect}`);
  }
  if (how === "drop" || how === "dropCascade") {
    found.push(...readers(catalog, table.schema, table.name));
    for (const trigger of table.triggers) found.push(`trigger ${trigger.name} goes with it`);
    for (const policy of table.policies) found.push(`policy ${policy.name} goes with it`);
    for (const item of catalog.tables) if (item.partitionOf?.table === table.name && item.partitionOf.schema === table.schema) found.push(`partition ${qualified(item)} goes with it`);
  }
  if (how === "dropColumn") {
    found.push(...readers(catalog, table.schema, table.name));
    for (const index of table.indexes) if (index.columns.some((column) => lost.has(column))) found.push(`index ${index.name} is on it`);
    for (const constraint of table.constraints) if (constraint.columns.some((column) => lost.has(column))) found.push(`constraint ${constraint.name} is on it`);
  }
  return [...new Set(found)].sort();
}

function readers(catalog: Catalog, schema: string | undefined, name: string): string[] {
  return catalog.views
    .filter((view) => view.dependsOn.some((item) => item.name === name && (schema === undefined || item.schema === schema)))
    .map((view) => `${view.form === "view" ? "view" : "materialised view"} ${qualified(view)} reads it`);
}

function schemaImpact(catalog: Catalog, schema: string): string[] {
  const found = catalog.tables.filter((table) => table.schema === schema).map((table) => `table ${qualified(table)} goes with it`);
  for (const view of catalog.views) {
    if (view.schema === schema) found.push(`view ${qualified(view)} goes with it`);
    else if (view.dependsOn.some((item) => item.schema === schema)) found.push(`view ${qualified(view)} reads from it`);
  }
  for (const routine of catalog.routines) if (routine.schema === schema) found.push(`${routine.form} ${qualified(routine)} goes with it`);
  return found.sort();
}
