import type { ColumnObject, TableObject } from "../../../core/catalog/catalog.ts";
import type { Flavour } from "../flavourName.ts";
import { isColumnCheck } from "../render/column.ts";
import { replacedColumns } from "./alterTable.ts";
import { commonColumns, fold } from "./compare.ts";
import { mentions } from "./mentions.ts";
import { keepsAll } from "./types.ts";

/**
 * A table without what its new columns could not meet before their rows are loaded: AUTO_INCREMENT, keys, indexes, CHECKs, generated columns,
 * and NOT NULL where the server has no zero to put into the rows that are there. The table itself where nothing stands in the way.
 */
export function halfway(before: TableObject, after: TableObject, flavour: Flavour): TableObject {
  const fresh = freshColumns(before, after, flavour);
  const replaced = replacedColumns(before, after, flavour);
  const known = new Set(commonColumns(before, after).map((pair) => fold(pair.after.name)).filter((name) => !replaced.has(name)));
  const late = after.columns.filter((column) => column.generated !== undefined && (column.notNull || fresh.length > 0) && !known.has(fold(column.name)));
  const demanding = fresh.filter((column) => (column.notNull && column.default === undefined && hasNoZero(column)) || column.identity !== undefined);
  const waits = [...fresh, ...late].map((column) => fold(column.name));
  const free = (item: Parameters<typeof mentions>[0]): boolean => !waits.some((column) => mentions(item, column, flavour));
  const indexes = after.indexes.filter((index) => free(index));
  const constraints = after.constraints.filter((constraint) => constraint.form === "foreignKey" || free(constraint));
  if (demanding.length === 0 && late.length === 0 && indexes.length === after.indexes.length && constraints.length === after.constraints.length) return after;
  const columns = after.columns.filter((column) => !late.includes(column)).map((column) => (demanding.includes(column) ? relaxed(column) : column));
  const partitioned = after.partitionKey === before.partitionKey && !waits.some((column) => (after.partitionKey ?? "").toLowerCase().includes(column));
  const { partitionKey, ...unpartitioned } = after;
  const table: TableObject = { ...unpartitioned, ...(partitionKey === undefined || !partitioned ? {} : { partitionKey }), columns, indexes, constraints: constraints.filter((constraint) => !(isColumnCheck(constraint) && waits.includes(fold(constraint.columns[0] ?? "")))) };
  return { ...table, columns: columns.map((column) => (column.identity !== undefined && !leadsKey(table, column) ? withoutIdentity(column) : column)) };
}

/** Columns whose values come from kept rows, if from anywhere: new ones, and those whose type may not have kept every value. */
export function freshColumns(before: TableObject, after: TableObject, flavour: Flavour): ColumnObject[] {
  const replaced = replacedColumns(before, after, flavour);
  const pairs = commonColumns(before, after).filter((pair) => !replaced.has(fold(pair.after.name)));
  const settled = new Set(pairs.filter((pair) => keepsAll(pair.before, pair.after) || pair.after.identity !== undefined).map((pair) => fold(pair.after.name)));
  return after.columns.filter((column) => column.generated === undefined && !isRow(column) && !settled.has(fold(column.name)));
}

function isRow(column: ColumnObject): boolean {
  return (column.attributes ?? []).some((word) => word.startsWith("GENERATED ALWAYS AS ROW"));
}

/** The server fills a new NOT NULL column with 0, "" or the first value; for these types a strict sql_mode has none. */
function hasNoZero(column: ColumnObject): boolean {
  return /^(date|datetime|timestamp|geometry|point|linestring|polygon|multi|geomcollection|vector|uuid|inet)/.test(column.type);
}

function relaxed(column: ColumnObject): ColumnObject {
  return { ...withoutIdentity(column), notNull: false };
}

function withoutIdentity(column: ColumnObject): ColumnObject {
  const { identity: _identity, ...rest } = column;
  return rest;
}

/** An AUTO_INCREMENT column must be the first of a key. */
function leadsKey(table: TableObject, column: ColumnObject): boolean {
  return [...table.constraints.filter((constraint) => constraint.form === "primaryKey"), ...table.indexes].some((key) => fold(key.columns[0] ?? "") === fold(column.name));
}
