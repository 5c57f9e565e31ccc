import type { Catalog, ColumnObject, TableObject } from "../catalog/catalog.ts";
import { findTable, rowKey, sameColumn } from "../catalog/lookup.ts";
import type { TableName } from "./tableName.ts";
import { unmoved, type Origins } from "./origins.ts";

/** Something that every row of a table must hold to from now on, over columns that the table has had before. */
export interface NewRule {
  /** As it was called before. */
  readonly table: TableName;
  /** What tells its rows apart; empty where nothing does. */
  readonly key: readonly string[];
  /** In words: "the unique key by_email", "NOT NULL of users.email", "varchar(10) of users.name". */
  readonly title: string;
  /** Names of what the statement speaks of that brings it: a constraint, an index, columns. */
  readonly about: readonly string[];
  readonly needs: RuleNeeds;
}

/** A rule with what the server does to the rows that break it. */
export interface AskedRule extends NewRule {
  /** Values that do not fit are changed, as the session is set, and not refused. */
  readonly cut: boolean;
}

/** Columns as they were called before. */
export type RuleNeeds =
  | { readonly kind: "notNull"; readonly column: string }
  | { readonly kind: "unique"; readonly columns: readonly string[]; readonly predicate?: string }
  | { readonly kind: "check"; readonly expression: string }
  | { readonly kind: "foreignKey"; readonly columns: readonly string[]; readonly parent: TableName; readonly parentColumns: readonly string[] }
  | TypeNeed;

/** Every value of `from` becomes one of `to`. */
export interface TypeNeed {
  readonly kind: "type";
  readonly from: ColumnObject;
  readonly to: ColumnObject;
}

/** The rules that `after` has and `before` has not, for tables of `before`; those that cannot be asked of the old rows (new columns, prefixes, expressions) are left out. */
export function newRules(before: Catalog, after: Catalog, origins: Origins = unmoved): NewRule[] {
  return after.tables.flatMap((table) => {
    const name = origins.table(table.name);
    const old = name === null ? undefined : findTable(before, { schema: table.schema, name });
    return old === undefined || old === table ? [] : [...columnRules(before, old, table, origins), ...constraintRules(before, old, table), ...indexRules(old, table)];
  });
}

function columnRules(before: Catalog, old: TableObject, table: TableObject, origins: Origins): NewRule[] {
  return table.columns.flatMap((column): NewRule[] => {
    const name = origins.column(old.name, column.name);
    const was = name === null ? undefined : old.columns.find((one) => sameColumn(before, one.name, name));
    if (was === undefined) return [];
    const rule = (title: string, needs: RuleNeeds): NewRule => ({ table: old, key: rowKey(old), title: `${title} of ${old.name}.${was.name}`, about: [column.name], needs });
    const retyped = column.type !== was.type || column.collation !== was.collation;
    const computed = column.generated !== undefined || was.generated !== undefined;
    return [
      ...(column.notNull && !was.notNull ? [rule("NOT NULL", { kind: "notNull", column: was.name })] : []),
      ...(retyped && !computed ? [rule(column.type === was.type ? `${column.type} with ${column.collation ?? "no collation"}` : column.type, { kind: "type", from: was, to: column })] : []),
    ];
  });
}

function constraintRules(before: Catalog, old: TableObject, table: TableObject): NewRule[] {
  const known = new Set(old.constraints.map((constraint) => constraint.definition));
  return table.constraints.flatMap((constraint): NewRule[] => {
    const { form, columns, definition, references, validated, name } = constraint;
    if (known.has(definition) || !validated || !hasAll(old, columns)) return [];
    const rule = (needs: RuleNeeds, what: string): NewRule[] => [{ table: old, key: rowKey(old), title: `${what} ${name} of ${old.name}`, about: [name, ...columns], needs }];
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
    .map(({ name, columns, predicate }) => ({ table: old, key: rowKey(old), title: `the unique index ${name} of ${old.name}`, about: [name], needs: { kind: "unique", columns, ...(predicate === undefined ? {} : { predicate }) } }));
}

function hasAll(table: TableObject, columns: readonly string[]): boolean {
  return columns.length > 0 && columns.every((column) => table.columns.some((one) => one.name === column));
}

/** A key over the first characters of a column. */
function hasPrefix(definition: string): boolean {
  return /[\w`"]\s*\(\d+\)/.test(definition);
}
