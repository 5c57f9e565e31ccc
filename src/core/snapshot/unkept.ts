import type { Catalog, TableObject } from "../catalog/catalog.ts";
import { qualified } from "../catalog/objects.ts";
import { tableOf } from "../migration/impact.ts";
import type { Destruction } from "../script/facts.ts";

/** What of these losses no snapshot keeps, in words for who is asked. Each once. */
export function unkept(catalog: Catalog, losses: readonly Destruction[]): string[] {
  return [...new Set(losses.flatMap((loss) => sentences(catalog, loss)))];
}

function sentences(catalog: Catalog, { object, how }: Destruction): string[] {
  if (object.kind === "database" && object.name !== "") return [`${object.name} is another database: its rows are not in the snapshot.`];
  const foreign = object.kind === "table" ? tableOf(catalog, object) : undefined;
  if (foreign?.form === "foreign") return [`${qualified(foreign)} is a foreign table: its rows stay where they are.`];
  if (how === "deleteAll" || how === "updateAll") return [];
  return tablesIn(catalog, object).filter(hasHistory).map((table) => `${qualified(table)} is system-versioned: a snapshot keeps its rows as they are now, and none of its history (FOR SYSTEM_TIME); what this takes of the history no rollback brings back.`);
}

function tablesIn(catalog: Catalog, object: Destruction["object"]): readonly TableObject[] {
  if (object.kind === "database") return catalog.tables;
  if (object.kind === "schema") return catalog.tables.filter((table) => table.schema === object.name);
  const table = tableOf(catalog, object);
  return table === undefined ? [] : [table];
}

function hasHistory({ options }: TableObject): boolean {
  return options["systemVersioning"] !== undefined;
}
