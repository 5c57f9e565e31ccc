import type { Catalog, ColumnObject, ConstraintObject, IndexObject, TableObject } from "../../../core/catalog/catalog.ts";
import { flatObjects } from "../../../core/catalog/objects.ts";
import { canonicalJson } from "../../../core/json.ts";
import type { Json } from "../../../core/json.ts";
import { ownChecks } from "../render/column.ts";

export function same(a: unknown, b: unknown): boolean {
  return canonicalJson(plain(a)) === canonicalJson(plain(b));
}

function plain(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json);
}

/** Columns, indexes and routines are found under any spelling of their letters' case. */
export function fold(name: string): string {
  return name.toLowerCase();
}

export function byFold<Item extends { readonly name: string }>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [fold(item.name), item]));
}

export interface ColumnPair {
  readonly before: ColumnObject;
  readonly after: ColumnObject;
}

/** The columns that both tables have. */
export function commonColumns(before: TableObject, after: TableObject): ColumnPair[] {
  const old = byFold(before.columns);
  return after.columns.flatMap((column) => {
    const was = old.get(fold(column.name));
    return was === undefined ? [] : [{ before: was, after: column }];
  });
}

/** A column with the CHECKs that are written on it. */
export function wholeColumn(table: TableObject, column: ColumnObject): object {
  return { ...column, checks: ownChecks(table, column.name).map((check) => check.definition) };
}

export function sameIndex(a: IndexObject, b: IndexObject): boolean {
  return a.name === b.name && a.definition === b.definition;
}

export function sameConstraint(a: ConstraintObject, b: ConstraintObject): boolean {
  return a.name === b.name && a.definition === b.definition;
}

/** The keys of the flat objects of a table without those of its triggers and foreign keys. */
export function tableKeys(table: TableObject): string[] {
  return flatTable(table).map((object) => object.key);
}

/** The keys under which two states of a table differ. */
export function changedKeys(before: TableObject, after: TableObject): string[] {
  const old = new Map(flatTable(before).map((object) => [object.key, object]));
  const now = flatTable(after);
  const changed = now.filter((object) => !same(old.get(object.key)?.facts, object.facts)).map((object) => object.key);
  const kept = new Set(now.map((object) => object.key));
  return [...changed, ...[...old.keys()].filter((key) => !kept.has(key))].sort();
}

function flatTable(table: TableObject): ReturnType<typeof flatObjects> {
  const nothing: Omit<Catalog, "tables"> = { engine: "mysql", schemas: [], extensions: [], types: [], domains: [], sequences: [], routines: [], views: [], others: [] };
  const { grants: _grants, ...bare } = table;
  return flatObjects({ ...nothing, tables: [{ ...bare, triggers: [], constraints: table.constraints.filter((constraint) => constraint.form !== "foreignKey") }] });
}
