import type { Catalog, ConstraintObject, TableObject } from "../../../core/catalog/catalog.ts";
import type { Flavour } from "../flavourName.ts";
import { quoteName } from "../quote.ts";
import { renderConstraint } from "../render/table.ts";
import { replacedColumns } from "./alterTable.ts";
import { byFold, commonColumns, fold, same, sameConstraint, wholeColumn } from "./compare.ts";
import type { Draft } from "./draft.ts";

export interface ForeignKeyChange {
  readonly drops: readonly Draft[];
  readonly adds: readonly Draft[];
}

/** Foreign keys that go before the tables change, and those that come after: changed ones, and those that would stand in the way of a column, an index or a table. */
export function foreignKeyChange(from: Catalog, to: Catalog, rebuilt: ReadonlySet<string>, flavour: Flavour): ForeignKeyChange {
  const now = new Map(to.tables.map((table) => [table.name, table]));
  const old = new Map(from.tables.map((table) => [table.name, table]));
  const unsettled = new Map(from.tables.map((table) => [table.name, movedColumns(table, now.get(table.name), rebuilt, flavour)]));
  const stays = (table: TableObject, key: ConstraintObject): boolean => {
    const next = now.get(table.name)?.constraints.find((other) => other.form === "foreignKey" && sameConstraint(other, key));
    const moved = (name: string, columns: readonly string[]): boolean => columns.some((column) => unsettled.get(name)?.has(fold(column)) === true);
    return next !== undefined && !moved(table.name, key.columns) && !(key.references?.schema === "" && moved(key.references.table, key.references.columns));
  };
  const drops: Draft[] = [];
  const adds: Draft[] = [];
  for (const table of from.tables) {
    // The foreign keys of a table that goes stand in the way only of other tables that go.
    const going = keysOf(table).filter((key) => !stays(table, key) && (now.has(table.name) || (key.references?.table !== table.name && !now.has(key.references?.table ?? ""))));
    if (going.length > 0) drops.push(statement("structure", table, going, (key) => `DROP FOREIGN KEY ${quoteName(key.name)}`));
  }
  for (const table of to.tables) {
    const before = old.get(table.name);
    const coming = keysOf(table).filter((key) => before === undefined || !keysOf(before).some((other) => sameConstraint(other, key) && stays(before, other)));
    if (coming.length > 0) adds.push(statement("constraints", table, coming, (key) => `ADD ${renderConstraint(key)}`));
  }
  return { drops, adds };
}

export function keysOf(table: TableObject): ConstraintObject[] {
  return table.constraints.filter((constraint) => constraint.form === "foreignKey");
}

function statement(phase: Draft["phase"], table: TableObject, keys: readonly ConstraintObject[], clause: (key: ConstraintObject) => string): Draft {
  return { phase, sql: `ALTER TABLE ${quoteName(table.name)} ${keys.map(clause).join(", ")}`, objects: keys.map((key) => `constraint ${table.name}.${key.name}`) };
}

/** Columns (folded) whose definition or whose indexes change, so that no foreign key may hold them meanwhile. */
function movedColumns(before: TableObject, after: TableObject | undefined, rebuilt: ReadonlySet<string>, flavour: Flavour): Set<string> {
  if (after === undefined || rebuilt.has(before.name) || before.partitionKey !== after.partitionKey || before.options["engine"] !== after.options["engine"]) return new Set(before.columns.map((column) => fold(column.name)));
  const replaced = replacedColumns(before, after, flavour);
  const stay = commonColumns(before, after).filter((pair) => !replaced.has(fold(pair.after.name)) && same(wholeColumn(before, pair.before), wholeColumn(after, pair.after)));
  const moved = new Set(before.columns.map((column) => fold(column.name)).filter((name) => !stay.some((pair) => fold(pair.before.name) === name)));
  const keys = (table: TableObject): readonly { readonly name: string; readonly definition: string; readonly columns: readonly string[] }[] => [...table.indexes, ...table.constraints.filter((constraint) => constraint.form === "primaryKey")];
  const now = byFold(keys(after));
  for (const key of keys(before)) {
    const next = now.get(fold(key.name));
    if (next?.name !== key.name || next.definition !== key.definition) for (const column of key.columns) moved.add(fold(column));
  }
  const known = byFold(keys(before));
  // A key that the server made for a foreign key vanishes when another can take its place.
  for (const key of keys(after)) if (known.get(fold(key.name))?.definition !== key.definition) for (const column of key.columns) moved.add(fold(column));
  return moved;
}

/** Indexes (folded names) that the server may have made by itself for a foreign key that goes and comes back, beside a new index over the same columns. */
export function vanishingIndexes(before: TableObject, after: TableObject): Set<string> {
  const old = byFold(before.indexes);
  const fresh = [...after.indexes, ...after.constraints.filter((constraint) => constraint.form === "primaryKey")].filter((index) => old.get(fold(index.name))?.definition !== index.definition);
  const made = after.indexes.filter((index) => keysOf(before).some((key) => index.columns.length === key.columns.length && index.columns.every((column, at) => fold(column) === fold(key.columns[at] ?? ""))));
  return new Set(made.filter((index) => fresh.some((other) => other !== index && index.columns.every((column, at) => fold(other.columns[at] ?? "") === fold(column)))).map((index) => fold(index.name)));
}
