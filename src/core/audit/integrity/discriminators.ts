import { isTenantColumn } from "../../access/columnMeaning.ts";
import { nameWords } from "../../nameWords.ts";
import type { Catalog, TableObject } from "../../catalog/catalog.ts";
import { qualified } from "../../catalog/objects.ts";
import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRule } from "../catalogRule.ts";
import { bySchema } from "./bySchema.ts";
import { groupedBy } from "./groupedBy.ts";
import { folded, foreignKeysOf, primaryKeyOf } from "./keyColumns.ts";
import { ownTables } from "./ownTables.ts";
import { typeFamily } from "./typeFamily.ts";

const id = "schema/nullable-discriminator";

export const nullableDiscriminator: CatalogRule = {
  id,
  title: "Column that says whose or which kind, and may be NULL",
  why: "A row without a tenant belongs to nobody, and filters either hide it from all or show it to all. Of a pair like target_type and target_id either both have a value or none.",
  scope: "schema",
  find: ({ catalog }) => bySchema(ownTables(catalog)).flatMap(({ tables }) => [...tables.flatMap((table) => halfPairs(catalog, table)), ...tenants(catalog, tables)]),
};

function halfPairs(catalog: Catalog, table: TableObject): AuditFinding[] {
  const byWords = new Map(table.columns.map((column) => [nameWords(column.name), column]));
  const key = new Set([...(primaryKeyOf(table)?.columns ?? []), ...foreignKeysOf(table).flatMap(({ columns }) => columns)].map((column) => folded(catalog, column)));
  return [...byWords].flatMap(([words, type]): AuditFinding[] => {
    const what = /^(.+) (?:type|kind)$/.exec(words)?.[1];
    const id_ = what === undefined ? undefined : byWords.get(`${what} id`);
    if (id_ === undefined || id_.notNull === type.notNull || typeFamily(catalog, id_.type).family === "text" || key.has(folded(catalog, id_.name)) || key.has(folded(catalog, type.name))) return [];
    const [optional, required] = id_.notNull ? [type, id_] : [id_, type];
    return [{ rule: id, object: qualified(table), part: optional.name, severity: id_.notNull ? "warning" : "info", message: `${qualified(table)}.${optional.name} may be NULL and ${required.name} may not: together they name a row, and one of them alone names none.` }];
  });
}

/** The column that tells tenants apart, where nearly all tables that have it want it to have a value. */
function tenants(catalog: Catalog, tables: readonly TableObject[]): AuditFinding[] {
  const holders = tables.flatMap((table) => table.columns.filter(({ name }) => isTenantColumn(name)).map((column) => ({ table, column })));
  return [...groupedBy(holders, ({ column }) => folded(catalog, column.name))].flatMap(([, list]) => {
    const required = list.filter(({ column }) => column.notNull);
    if (required.length < list.length * 0.6) return [];
    return list.filter(({ column }) => !column.notNull).map(({ table, column }): AuditFinding => ({
      rule: id, object: qualified(table), part: column.name, severity: "info",
      message: `${qualified(table)}.${column.name} may be NULL, and ${required.length} other tables want a value there: a row without one belongs to nobody.`,
    }));
  });
}
