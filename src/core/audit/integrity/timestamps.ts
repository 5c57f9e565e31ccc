import { nameWords } from "../../nameWords.ts";
import type { Catalog, ColumnObject, TableObject } from "../../catalog/catalog.ts";
import { qualified } from "../../catalog/objects.ts";
import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRule } from "../catalogRule.ts";
import { bySchema, places } from "./bySchema.ts";
import { folded, foldedAll, foreignKeysOf, primaryKeyOf } from "./keyColumns.ts";
import { ownTables } from "./ownTables.ts";
import { typeFamily } from "./typeFamily.ts";
import { pluralsOf } from "./words.ts";

const id = "schema/missing-timestamps";

export const missingTimestamps: CatalogRule = {
  id,
  title: "Table without created_at or updated_at",
  why: "Nobody can tell when a row came or changed, which is what incremental loads, support and investigations ask first. Tables that join others, small lists and records that never change do without.",
  scope: "schema",
  find: ({ catalog }) => bySchema(ownTables(catalog).filter((table) => isEntity(catalog, table))).flatMap(({ schema, tables }): AuditFinding[] => {
    const known = tables.map((table) => ({ table, created: hasCreated(catalog, table), updated: hasUpdated(table) || isRecord(table) || isShort(catalog, table) }));
    const dated = known.filter(({ created }) => created);
    if (dated.length * 2 < known.length) {
      const without = known.filter(({ created, updated }) => !created && !updated).map(({ table }) => table);
      return without.length < 3 ? [] : [{ rule: id, object: schema, severity: "info", message: `${without.length} of ${tables.length} tables that hold things of their own have no column that tells when a row came or changed: ${places(without.map(qualified))}.` }];
    }
    const usual = dated.filter(({ updated }) => updated).length * 2 >= dated.length;
    const lacking = known.map(({ table, created, updated }) => ({ table, missing: [...(created ? [] : ["when a row came"]), ...(updated || !usual ? [] : ["when it last changed"])] })).filter(({ missing }) => missing.length > 0);
    if (lacking.length > 5) return [{ rule: id, object: schema, severity: "info", message: `${lacking.length} of ${tables.length} tables that hold things of their own do not tell when a row came or last changed, as the others do: ${places(lacking.map(({ table }) => qualified(table)))}.` }];
    return lacking.map(({ table, missing }) => ({ rule: id, object: qualified(table), severity: "info", message: `${qualified(table)} has no column that tells ${missing.join(" or ")}, as the other tables here do.` }));
  }),
};

/** Not a join of others, not a short list of words. */
function isEntity(catalog: Catalog, table: TableObject): boolean {
  if (table.columns.length <= 3) return false;
  const keys = foreignKeysOf(table);
  const linked = new Set(keys.flatMap(({ columns }) => foldedAll(catalog, columns)));
  const key = primaryKeyOf(table)?.columns ?? [];
  const isJoin = keys.length >= 2 && key.length >= 2 && foldedAll(catalog, key).every((column) => linked.has(column));
  const isExtension = key.length > 0 && foldedAll(catalog, key).every((column) => linked.has(column));
  return !isJoin && !isExtension && table.columns.filter(({ name }) => !linked.has(name)).length > 2;
}

const created = /^(?:date|time|timestamp|gmt|data change|row)? ?(?:created|create|creation|inserted|insert|added|registered|registration|published|received|logged|recorded|occurred|joined|started|uploaded|posted|sent|issued|opened)(?: (?:at|on|date|time|timestamp|utc|ts|ms|dt|datetime|unix))*$/;
const updated = /^(?:date|time|timestamp|gmt|data change|row|last)? ?(?:last)? ?(?:updated|update|modified|modify|modification|changed|change|edited|edit|touched|synced|refreshed|saved)(?: (?:at|on|date|time|timestamp|utc|ts|ms|dt|datetime|unix))*$/;
const short = /^(?:ctime|crtime|mtime|timestamp|ts|created by date|date entered|entry date|published|when)$/;

function hasCreated(catalog: Catalog, table: TableObject): boolean {
  return table.columns.some((column) => created.test(nameWords(column.name)) || short.test(nameWords(column.name)) || isOwnDate(table, column) || isStamped(catalog, column)) || table.options["systemVersioning"] !== undefined;
}

function hasUpdated(table: TableObject): boolean {
  return table.columns.some((column) => updated.test(nameWords(column.name)) || nameWords(column.name) === "mtime" || /current_timestamp/i.test(column.onUpdate ?? "")) || table.options["systemVersioning"] !== undefined;
}

/** A moment that is set when the row comes, whatever it is called. */
function isStamped(catalog: Catalog, column: ColumnObject): boolean {
  const { family } = typeFamily(catalog, column.type);
  return (family === "time" || family === "date") && /now\(\)|current_timestamp|clock_timestamp|getdate|datetime\('now'|sysdate|current_date|localtimestamp/i.test(column.default ?? "");
}

/** The order_date of orders. */
function isOwnDate(table: TableObject, column: ColumnObject): boolean {
  const what = /^(.+) (?:date|time|at|on)$/.exec(nameWords(column.name))?.[1];
  return what !== undefined && pluralsOf(what).includes(nameWords(table.name));
}

/** Little that could change: a handful of columns besides its key and what it refers to. */
function isShort(catalog: Catalog, table: TableObject): boolean {
  const fixed = new Set([...(primaryKeyOf(table)?.columns ?? []), ...foreignKeysOf(table).flatMap(({ columns }) => columns)].map((name) => folded(catalog, name)));
  return table.columns.filter(({ name }) => !fixed.has(folded(catalog, name))).length < 5;
}

/** What is written once: it has no last change. */
function isRecord(table: TableObject): boolean {
  return /(?:^| )(?:logs?|events?|histor(?:y|ies)|audits?|activit(?:y|ies)|archives?|entries|journal|metrics?|stats?|statistics|aggregates?|snapshots?|views?|likes?|votes?|actions?|visits?|messages?|sessions?|tokens?|payments?|transactions?|reports?|mod [a-z ]+|admin [a-z ]+)$|^(?:mod|admin) /.test(nameWords(table.name));
}
