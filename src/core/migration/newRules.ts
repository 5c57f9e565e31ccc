import type { Catalog, TableObject } from "../catalog/catalog.ts";
import { findTable } from "../catalog/lookup.ts";

/** Something that every row of a table must hold to from now on, over columns that the table has had before. */
export interface NewRule {
  readonly table: { readonly schema: string; readonly name: string };
  /** In words: "the unique key by_email", "NOT NULL of users.email". */
  readonly title: string;
  readonly needs:
    | { readonly kind: "notNull"; readonly column: string }
    | { readonly kind: "unique"; readonly columns: readonly string[]; readonly predicate?: string }
    | { readonly kind: "check"; readonly expression: string }
    | { readonly kind: "foreignKey"; readonly columns: readonly string[]; readonly parent: { readonly schema: string; readonly name: string }; readonly parentColumns: readonly string[] };
}

/** The rules that `after` has and `before` has not, for tables of `before`; those that cannot be asked of the old rows (new columns, prefixes, expressions) are left out. */
export function newRules(before: Catalog, after: Catalog): NewRule[] {
  return after.tables.flatMap((table) => {
    const old = findTable(before, table);
    return old === undefined || old === table ? [] : [...columnRules(old, table), ...constraintRules(before, old, table), ...indexRules(old, table)];
  });
}

function columnRules(old: TableObject, table: TableObject): NewRule[] {
  return table.columns
    .filter((column) => column.notNull && old.columns.some((one) => one.name === column.name && !one.notNull))
    .map((column) => ({ table: old, title: `NOT NULL of ${old.name}.${column.name}`, needs: { kind: "notNull", column: column.name } }));
}

function constraintRules(before: Catalog, old: TableObject, table: TableObject): NewRule[] {
  const known = new Set(old.constraints.map((constraint) => constraint.definition));
  return table.constraints.flatMap((constraint): NewRule[] => {
    const { form, columns, definition, references, validated, name } = constraint;
    if (known.has(definition) || !validated || !hasAll(old, columns)) return [];
    const rule = (needs: NewRule["needs"], what: string): NewRule[] => [{ table: old, title: `${what} ${name} of ${old.name}`, needs }];
    if (form === "unique" || form === "primaryKey") return hasPrefix(definition) ? [] : rule({ kind: "unique", columns }, form === "unique" ? "the unique key" : "the primary key");
    if (form === "check") {
      const expression = /^CHECK\s*(\(.*\))\s*$/is.exec(definition)?.[1];
      return expression === undefined ? [] : rule({ kind: "check", expression }, "the check");
    }
    const parent = references === undefined ? undefined : findTable(before, { schema: references.schema, name: references.table });
    if (form !== "foreignKey" || references === undefined || parent === undefined || !hasAll(parent, references.columns)) return [];
    return rule({ kind: "foreignKey", columns, parent, parentColumns: references.columns }, "the foreign key");
  });
}

function indexRules(old: TableObject, table: TableObject): NewRule[] {
  const known = new Set(old.indexes.map((index) => index.definition));
  return table.indexes
    .filter((index) => index.unique && index.constraint === undefined && !known.has(index.definition) && hasAll(old, index.columns) && !hasPrefix(index.definition))
    .map(({ name, columns, predicate }) => ({ table: old, title: `the unique index ${name} of ${old.name}`, needs: { kind: "unique", columns, ...(predicate === undefined ? {} : { predicate }) } }));
}

function hasAll(table: TableObject, columns: readonly string[]): boolean {
  return columns.length > 0 && columns.every((column) => table.columns.some((one) => one.name === column));
}

/** A key over the first characters of a column. */
function hasPrefix(definition: string): boolean {
  return /[\w`"]\s*\(\d+\)/.test(definition);
}
