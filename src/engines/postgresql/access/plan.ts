import type { RowOf } from "../../../core/access/attempt.ts";
import type { Identity } from "../../../core/access/identity.ts";
import type { Catalog, ColumnObject, ConstraintObject, TableObject } from "../../../core/catalog/catalog.ts";
import { CannotSeed } from "./cannotSeed.ts";
import { boundValues } from "./partitionBound.ts";
import { keyColumns, keyOf, type Relations } from "./relations.ts";
import { valueFor } from "./values.ts";
import { marksOf } from "./marks.ts";
import type { Whose } from "./whose.ts";

/** Whose row is to be made. */
export interface RowFor {
  readonly identity: Identity;
  readonly row: RowOf;
}

/** Values of a row that is to be made, by column; columns that are absent take their default. */
export type RowPlan = Map<string, string | null>;

/** Makes sure that a row with these values is there, made where it is missing, and gives its values. */
export type FindParent = (table: TableObject, wanted: ReadonlyMap<string, string | null>, whose: RowFor, path: readonly string[]) => Promise<ReadonlyMap<string, string | null>>;

export interface Planning {
  readonly catalog: Catalog;
  readonly relations: Relations;
  readonly whose: Whose;
  readonly parent: FindParent;
  /** A row that is there already, whose values satisfy rules that cannot be read. */
  template(table: TableObject): Promise<ReadonlyMap<string, string | null> | undefined>;
  number(): number;
}

/** Decides the values of a row: whose it is, its parents, its keys, and what its columns insist on. Throws CannotSeed with the reason. */
export async function planRow(room: Planning, table: TableObject, fixed: ReadonlyMap<string, string | null>, whose: RowFor, path: readonly string[]): Promise<RowPlan> {
  if (path.includes(keyOf(table))) throw new CannotSeed(`${keyOf(table)} needs itself as its parent`);
  const values: RowPlan = new Map(await room.whose.marks(table, whose.identity, whose.row));
  for (const [column, value] of values) {
    if (value === null && table.columns.some(({ name, notNull }) => name === column && notNull)) throw new CannotSeed(`${whose.identity.name} has no value that ${keyOf(table)}.${column} takes, so no row is its own`);
  }
  for (const [column, value] of [...bound(room, table), ...fixed]) values.set(column, value);
  const template = await room.template(table);
  for (const key of foreignKeys(table)) await fillParent(room, table, key, values, whose, path, template);
  for (const column of table.columns) fillColumn(room, table, column, values, template);
  return values;
}

/** What leads a row into the partition that it is for, or into any that there is. */
function bound(room: Planning, table: TableObject): ReadonlyMap<string, string | null> {
  if (table.form !== "partitioned") return boundValues(table, parentOf(room, table));
  const parts = room.catalog.tables.filter(({ partitionOf }) => partitionOf?.schema === table.schema && partitionOf.table === table.name);
  const leading = parts.map((part) => boundValues(part, table)).find((values) => values.size > 0) ?? new Map<string, string | null>();
  return new Map([...boundValues(table, parentOf(room, table)), ...leading]);
}

function parentOf(room: Planning, table: TableObject): TableObject | undefined {
  return table.partitionOf === undefined ? undefined : room.relations.table({ schema: table.partitionOf.schema, name: table.partitionOf.table });
}

function foreignKeys(table: TableObject): ConstraintObject[] {
  return table.constraints.filter(({ form, references }) => form === "foreignKey" && references !== undefined);
}

async function fillParent(room: Planning, table: TableObject, key: ConstraintObject, values: RowPlan, whose: RowFor, path: readonly string[], template: ReadonlyMap<string, string | null> | undefined): Promise<void> {
  const { references } = key;
  const parent = references === undefined ? undefined : room.relations.table({ schema: references.schema, name: references.table });
  if (references === undefined || key.columns.some((column) => values.get(column) === null)) return;
  const wanted = new Map<string, string | null>();
  key.columns.forEach((column, at) => {
    const value = values.get(column);
    if (value !== undefined) wanted.set(references.columns[at] ?? "", value);
  });
  if (parent === undefined) {
    // Its table is not in the catalog, which leaves out what belongs to extensions.
    for (const column of key.columns) if (!values.has(column) && template?.has(column) === true) values.set(column, template.get(column) ?? null);
    return;
  }
  const required = key.columns.some((column) => table.columns.some(({ name, notNull }) => name === column && notNull));
  if (wanted.size === 0 && !required && !carriesMarks(room, table, parent)) return;
  if (path.includes(keyOf(parent)) || keyOf(parent) === keyOf(table)) {
    if (!required || wanted.size > 0) return;
    throw new CannotSeed(`${keyOf(table)} needs a row of ${keyOf(parent)}, which needs one of it`);
  }
  const found = await room.parent(parent, wanted, whose, [...path, keyOf(table)]);
  key.columns.forEach((column, at) => values.set(column, found.get(references.columns[at] ?? "") ?? null));
}

/** Is it the parent that says whose the row is? */
function carriesMarks(room: Planning, table: TableObject, parent: TableObject): boolean {
  return marksOf(room.catalog, table).length === 0 && marksOf(room.catalog, parent).length > 0;
}

function fillColumn(room: Planning, table: TableObject, column: ColumnObject, values: RowPlan, template: ReadonlyMap<string, string | null> | undefined): void {
  if (values.has(column.name) || column.generated !== undefined || column.identity !== undefined || column.default !== undefined) return;
  if (!column.notNull) return;
  const unique = keyColumns(table).includes(column.name) || table.indexes.some((index) => index.unique && index.columns.includes(column.name));
  const copied = unique ? undefined : template?.get(column.name);
  const value = copied ?? valueFor(room.catalog, table, column, room.number());
  if (value === undefined) throw new CannotSeed(`${keyOf(table)}.${column.name} must have a value of type ${column.type}, and none can be made up`);
  values.set(column.name, value);
}
