import type { ColumnObject, Grant } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import type { RawRow } from "../wire/batch.ts";
import { grantsOf } from "./described.ts";
import type { Comments } from "./comments.ts";
import { type RelationQuery, optional } from "./family.ts";
import { catalogued } from "./relations.ts";
import { plainGrants, quotedName } from "./sql.ts";

const identitySequence = `(SELECT pg_catalog.json_build_array(sn.nspname, sc.relname, s.seqstart::pg_catalog.text, s.seqincrement::pg_catalog.text, s.seqmin::pg_catalog.text, s.seqmax::pg_catalog.text, s.seqcache::pg_catalog.text, s.seqcycle, n.nspname, c.relname)
  FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_sequence s ON s.seqrelid = d.objid JOIN pg_catalog.pg_class sc ON sc.oid = s.seqrelid JOIN pg_catalog.pg_namespace sn ON sn.oid = sc.relnamespace
  WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i')`;

export const columnsQuery: RelationQuery = {
  name: "columns",
  sql: (version, only = "true") => `SELECT a.attrelid, a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
      CASE WHEN a.atthasdef THEN (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) END,
      NULLIF(a.attgenerated, ''), NULLIF(a.attidentity, ''), CASE WHEN a.attidentity <> '' THEN ${identitySequence} END,
      CASE WHEN a.attcollation <> t.typcollation THEN (SELECT ${quotedName("cn.nspname", "co.collname")} FROM pg_catalog.pg_collation co JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = a.attcollation) END,
      CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END,
      ${version >= 140_000 ? "NULLIF(a.attcompression, '')" : "NULL"},
      CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END,
      NOT a.attislocal, ${plainGrants("a.attacl", "c.relowner")}
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    WHERE a.attnum > 0 AND NOT a.attisdropped AND ${catalogued} AND ${only}
    ORDER BY a.attrelid, a.attnum`,
};

export interface RelationColumns {
  readonly columns: ColumnObject[];
  readonly grants: Grant[];
  /** Names by their number in the table. */
  readonly byNumber: Map<number, string>;
}

const storages: Readonly<Record<string, string>> = { p: "PLAIN", e: "EXTERNAL", x: "EXTENDED", m: "MAIN" };
const compressions: Readonly<Record<string, string>> = { p: "pglz", l: "lz4" };

/** Columns by their relation's oid, in their order. */
export function readColumns(rows: readonly RawRow[], comments: Comments): Map<string, RelationColumns> {
  const found = new Map<string, RelationColumns>();
  for (const [relation, number, name, type, notNull, expression, generated, identity, sequence, collation, storage, compression, statistics, inherited, grantJson] of rows) {
    let entry = found.get(relation ?? "");
    if (entry === undefined) found.set(relation ?? "", (entry = { columns: [], grants: [], byNumber: new Map() }));
    const columnName = name ?? "";
    const hasExpression = expression !== null && expression !== undefined;
    const isGenerated = generated !== null && generated !== undefined;
    const isIdentity = identity !== null && identity !== undefined;
    entry.byNumber.set(Number(number), columnName);
    entry.grants.push(...(grantsOf(grantJson, columnName) ?? []));
    entry.columns.push({
      name: columnName,
      type: type ?? "",
      notNull: notNull === "t",
      ...(hasExpression && !isGenerated ? { default: expression } : {}),
      ...(hasExpression && isGenerated ? { generated: { expression, stored: generated === "s" } } : {}),
      ...(isIdentity ? { identity: { always: identity === "a", options: identityOptions(sequence, columnName, type ?? "") } } : {}),
      ...optional("collation", collation),
      ...optional("storage", storages[storage ?? ""]),
      ...optional("compression", compressions[compression ?? ""]),
      ...(statistics === null || statistics === undefined ? {} : { statistics: Number(statistics) }),
      ...optional("comment", comments.on("pg_class", relation, number ?? "0")),
      ...(inherited === "t" ? { inherited: true } : {}),
    });
  }
  return found;
}

const largest: Readonly<Record<string, string>> = { smallint: "32767", integer: "2147483647", bigint: "9223372036854775807" };
const smallest: Readonly<Record<string, string>> = { smallint: "-32768", integer: "-2147483648", bigint: "-9223372036854775808" };

/** What stands in the parentheses after AS IDENTITY: only what differs from an identity column without any. */
function identityOptions(json: string | null | undefined, column: string, type: string): string {
  if (json === null || json === undefined) return "";
  const [schema, name, start, increment, minimum, maximum, cache, cycle, tableSchema, table] = JSON.parse(json) as [string, string, string, string, string, string, string, boolean, string, string];
  const descends = increment.startsWith("-");
  const usualMinimum = descends ? smallest[type] : "1";
  const usualMaximum = descends ? "-1" : largest[type];
  return [
    schema === tableSchema && name === usualSequenceName(table, column) ? "" : `SEQUENCE NAME ${quoteName(schema)}.${quoteName(name)}`,
    start === (descends ? maximum : minimum) ? "" : `START WITH ${start}`,
    increment === "1" ? "" : `INCREMENT BY ${increment}`,
    minimum === usualMinimum ? "" : `MINVALUE ${minimum}`,
    maximum === usualMaximum ? "" : `MAXVALUE ${maximum}`,
    cache === "1" ? "" : `CACHE ${cache}`,
    cycle ? "CYCLE" : "",
  ].filter((part) => part !== "").join(" ");
}

/** The name that the server gives by itself: table and column shortened in turn until all of it fits 63 bytes. */
function usualSequenceName(table: string, column: string): string {
  let [first, second] = [Buffer.byteLength(table), Buffer.byteLength(column)];
  while (first + second > 63 - "__seq".length) {
    if (first > second) first -= 1;
    else second -= 1;
  }
  return `${cut(table, first)}_${cut(column, second)}_seq`;
}

function cut(text: string, bytes: number): string {
  const buffer = Buffer.from(text, "utf8");
  let end = Math.min(bytes, buffer.length);
  while (end > 0 && end < buffer.length && (buffer[end]! & 0xc0) === 0x80) end -= 1;
  return buffer.subarray(0, end).toString("utf8");
}
