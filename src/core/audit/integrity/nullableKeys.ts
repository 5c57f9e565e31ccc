import { qualified } from "../../catalog/objects.ts";
import type { Catalog, TableObject } from "../../catalog/catalog.ts";
import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRule } from "../catalogRule.ts";
import { folded, foldedAll, foreignKeysOf } from "./keyColumns.ts";
import { ownTables } from "./ownTables.ts";

const [unique, composite] = ["schema/nullable-unique", "schema/nullable-composite-foreign-key"];

export const nullableUnique: CatalogRule = {
  id: unique,
  title: "Unique key of several columns, some of which may be NULL",
  why: "NULL equals nothing, so that rows with a NULL in the key can stand there twice. A single optional column that is unique is meant so, and a second, partial unique index for the rows with NULL closes the gap.",
  scope: "schema",
  find: ({ catalog }) => ownTables(catalog).flatMap((table) => {
    const keys = [
      ...table.constraints.filter(({ form }) => form === "unique").map(({ name, columns, definition }) => ({ name, columns, definition })),
      ...table.indexes.filter((index) => index.unique && index.valid && index.predicate === undefined && index.constraint === undefined).map(({ name, columns, definition }) => ({ name, columns, definition })),
    ];
    return keys.flatMap(({ name, columns, definition }): AuditFinding[] => {
      const nullable = nullableOf(catalog, table, columns);
      if (columns.length < 2 || nullable.length === 0 || nullable.length === columns.length || /NULLS NOT DISTINCT/.test(definition) || nullable.every((column) => hasNullTwin(catalog, table, column))) return [];
      return [{ rule: unique, object: qualified(table), part: name, severity: "info", message: `The unique key ${name} (${columns.join(", ")}) of ${qualified(table)} does not hold for rows where ${nullable.join(" or ")} is NULL: they can stand there twice.` }];
    });
  }),
};

export const nullableCompositeForeignKey: CatalogRule = {
  id: composite,
  title: "Foreign key of several columns that is not checked when one is NULL",
  why: "Unless it is MATCH FULL, one NULL among its columns switches the check off and the others may refer to nothing. One optional column beside columns that always have a value (a tenant's, say) is a usual design.",
  scope: "schema",
  find: ({ catalog }) => ownTables(catalog).flatMap((table) => foreignKeysOf(table).flatMap(({ name, columns, definition }): AuditFinding[] => {
    const nullable = nullableOf(catalog, table, columns);
    const held = table.constraints.some((one) => one.form === "check" && /null/i.test(one.definition) && nullable.every((column) => one.definition.includes(column)));
    if (nullable.length < 2 || /\bMATCH FULL\b/.test(definition) || held) return [];
    return [{ rule: composite, object: qualified(table), part: name, severity: "warning", message: `The foreign key ${name} (${columns.join(", ")}) of ${qualified(table)} is not checked as soon as one of ${nullable.join(", ")} is NULL: the others may then refer to a row that does not exist.` }];
  })),
};

function nullableOf(catalog: Catalog, table: TableObject, columns: readonly string[]): string[] {
  const wanted = new Set(foldedAll(catalog, columns));
  const keyed = new Set(table.constraints.filter(({ form }) => form === "primaryKey").flatMap((one) => foldedAll(catalog, one.columns)));
  return table.columns.filter((column) => wanted.has(folded(catalog, column.name)) && !column.notNull && !keyed.has(folded(catalog, column.name)) && column.generated === undefined).map(({ name }) => name);
}

/** A unique index for the rows where this column is NULL. */
function hasNullTwin(catalog: Catalog, table: TableObject, column: string): boolean {
  return table.indexes.some((index) => index.unique && index.predicate !== undefined && new RegExp(`(?:^|[^\\w$])"?${escaped(folded(catalog, column))}"?\\s+IS(?: NOT DISTINCT FROM)? NULL`, catalog.rules?.caselessColumns === true ? "i" : "").test(index.predicate));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
