import type { IndexObject, TableObject } from "../../catalog/catalog.ts";
import { qualified } from "../../catalog/objects.ts";
import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRoom, CatalogRule } from "../catalogRule.ts";
import { tableFix } from "../fixCandidate.ts";
import type { IndexShape } from "./indexShape.ts";
import { indexShape, sameShape } from "./indexShape.ts";
import { foldedAll, primaryKeyOf } from "./keyColumns.ts";
import { ownRelations } from "./ownTables.ts";

const [duplicate, prefix, ofKey] = ["schema/duplicate-index", "schema/redundant-index", "schema/unique-redundant-with-key"];

interface Shaped {
  readonly index: IndexObject;
  readonly shape: IndexShape;
}

export const duplicateIndex: CatalogRule = {
  id: duplicate,
  title: "Index that another one repeats",
  why: "Both are written on every change and only one is ever needed. Indexes that differ in order, collation, operator class, predicate or included columns are not the same.",
  scope: "schema",
  find: (room) => ownRelations(room.catalog).flatMap((table) => {
    const all = shaped(table);
    return all.flatMap(({ index, shape }, at): AuditFinding[] => {
      const twin = all.find((other, place) => place !== at && sameShape(shape, other.shape) && isWorthMore(other.index, index, place < at));
      const key = twin === undefined && index.unique ? keyThatStartsWith(room, table, shape, index) : undefined;
      const other = twin?.index.name ?? (key?.keys.length === shape.keys.length ? key.name : undefined);
      if (other === undefined || !isFree(table, index) || repeatsKey(room, table, index)) return [];
      const isNeeded = twin === undefined || twin.index.constraint !== undefined;
      return [told(room, table, index, { rule: duplicate, severity: "warning", message: `The index ${index.name} of ${qualified(table)} is the same as ${other}${isNeeded ? ", which a constraint needs" : ""}: every write keeps both.` })];
    });
  }),
};

export const redundantIndex: CatalogRule = {
  id: prefix,
  title: "Index that is the beginning of another",
  why: "The longer one answers the same searches. It may be kept on purpose: it is smaller, and its rows come in the order of the row's own place.",
  scope: "schema",
  find: (room) => ownRelations(room.catalog).flatMap((table) => {
    const all = shaped(table);
    return all.filter(({ index }) => isFree(table, index) && !index.unique).flatMap(({ index, shape }): AuditFinding[] => {
      const longer = all.find((other) => startsWith(other.shape, shape)) ?? keyThatStartsWith(room, table, shape, index);
      if (longer === undefined || all.some((other) => other.index !== index && sameShape(other.shape, shape))) return [];
      const [name, keys] = "index" in longer ? [longer.index.name, longer.shape.keys] : [longer.name, longer.keys];
      return [told(room, table, index, { rule: prefix, severity: "info", message: `The index ${index.name} (${shape.keys.join(", ")}) of ${qualified(table)} is the beginning of ${name} (${keys.join(", ")}), which answers the same searches.` })];
    });
  }),
};

export const uniqueRedundantWithKey: CatalogRule = {
  id: ofKey,
  title: "Unique index on the columns of the primary key",
  why: "The primary key already holds them unique and has an index of its own.",
  scope: "schema",
  find: (room) => ownRelations(room.catalog).flatMap((table) => [
    ...table.indexes.filter((index) => isFree(table, index) && repeatsKey(room, table, index)).map((index) =>
      told(room, table, index, { rule: ofKey, severity: "warning", message: `The index ${index.name} of ${qualified(table)} holds the columns of the primary key (${index.columns.join(", ")}) again: every write keeps both.` })),
    ...table.constraints.filter(({ form, columns }) => form === "unique" && sameColumns(room, columns, primaryKeyOf(table)?.columns ?? [])).map(({ name, columns }): AuditFinding => ({
      rule: ofKey, object: qualified(table), part: name, severity: "warning", message: `The unique constraint ${name} of ${qualified(table)} repeats the primary key (${columns.join(", ")}): every write keeps an index for each.`,
    })),
  ]),
};

function shaped(table: TableObject): Shaped[] {
  return table.indexes.filter(({ valid, definition }) => valid && !/\)\s.*\b(?:INVISIBLE|IGNORED)$/.test(definition)).map((index) => ({ index, shape: indexShape(index) }));
}

/** Nothing but queries needs it: no constraint, no parent's index, no replication. */
function isFree(table: TableObject, { constraint, partOf, name, valid }: IndexObject): boolean {
  return valid && constraint === undefined && partOf === undefined && table.replicaIdentity?.includes(name) !== true;
}

/** Which of two equal indexes stays: what a constraint needs, what is unique, what comes first. */
function isWorthMore(other: IndexObject, index: IndexObject, comesFirst: boolean): boolean {
  const worth = ({ constraint, partOf, unique }: IndexObject): number => (constraint === undefined ? 0 : 4) + (partOf === undefined ? 0 : 2) + (unique ? 1 : 0);
  return worth(other) === worth(index) ? comesFirst : worth(other) > worth(index);
}

/** Only trees can be searched by their beginning. */
function startsWith(longer: IndexShape, shorter: IndexShape): boolean {
  return (
    longer.method === "btree" && shorter.method === "btree" && longer.rest === shorter.rest && longer.keys.length > shorter.keys.length &&
    shorter.keys.every((key, at) => key === longer.keys[at]) && shorter.carried.every((column) => longer.carried.includes(column) || longer.keys.includes(column))
  );
}

/** The primary key or a unique constraint, where the engine keeps its index out of the list. */
function keyThatStartsWith(room: CatalogRoom, table: TableObject, { method, rest, keys, carried }: IndexShape, { columns }: IndexObject): { readonly name: string; readonly keys: readonly string[] } | undefined {
  if (method !== "btree" || rest !== "" || carried.length > 0 || !keys.every((key, at) => bareName(key) === columns[at] || key === columns[at])) return undefined;
  const wanted = foldedAll(room.catalog, columns);
  const listed = new Set(table.indexes.map(({ constraint }) => constraint));
  const key = table.constraints.find((one) => (one.form === "primaryKey" || one.form === "unique") && !listed.has(one.name) && one.columns.length >= wanted.length && foldedAll(room.catalog, one.columns).slice(0, wanted.length).every((column, at) => column === wanted[at]) && !/\b(?:DESC|COLLATE)\b/.test(one.definition));
  return key === undefined ? undefined : { name: key.form === "primaryKey" ? "the primary key" : key.name, keys: key.columns };
}

function bareName(key: string): string {
  return /^(["`]).*\1$/.test(key) ? key.slice(1, -1).replaceAll(key[0]! + key[0]!, key[0]!) : key;
}

function repeatsKey(room: CatalogRoom, table: TableObject, index: IndexObject): boolean {
  const { keys, rest, carried, method } = indexShape(index);
  const plain = keys.every((key, at) => bareName(key) === bareName(index.columns[at] ?? ""));
  return index.unique && method === "btree" && rest === "" && carried.length === 0 && plain && sameColumns(room, index.columns, primaryKeyOf(table)?.columns ?? []);
}

function sameColumns({ catalog }: CatalogRoom, a: readonly string[], b: readonly string[]): boolean {
  const [first, second] = [foldedAll(catalog, a), foldedAll(catalog, b)];
  return first.length > 0 && first.length === second.length && first.every((column, at) => column === second[at]);
}

function told(room: CatalogRoom, table: TableObject, index: IndexObject, finding: Pick<AuditFinding, "rule" | "severity" | "message">): AuditFinding {
  return { ...finding, object: qualified(table), part: index.name, fix: tableFix(room, `Drop the index ${index.name}`, table, () => ({ ...table, indexes: table.indexes.filter((one) => one !== index) })) };
}
