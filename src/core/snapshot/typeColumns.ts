import type { Catalog, TableObject } from "../catalog/catalog.ts";

export interface TypedColumns {
  readonly table: TableObject;
  readonly columns: readonly string[];
}

/** The columns, table by table, whose type is this one (or an array of it), so that dropping it with CASCADE takes them along. */
export function columnsOfType(catalog: Catalog, type: { readonly schema?: string; readonly name: string }): TypedColumns[] {
  return columnsWhere(catalog, (name) => bare(name) === type.name);
}

/** The columns whose type is neither the engine's own nor the catalog's: an extension's. */
export function columnsOfUnknownType(catalog: Catalog): TypedColumns[] {
  const known = new Set([...catalog.types, ...catalog.domains].map((item) => item.name));
  return columnsWhere(catalog, (name) => !known.has(bare(name)) && !builtIn.test(name));
}

function columnsWhere(catalog: Catalog, matches: (type: string) => boolean): TypedColumns[] {
  return catalog.tables.flatMap((table) => {
    const columns = table.columns.filter((column) => matches(withoutModifiers(column.type)));
    return columns.length === 0 ? [] : [{ table, columns: columns.map((column) => column.name) }];
  });
}

/** "public.mood[]" and "numeric(10,2)" without brackets. */
function withoutModifiers(type: string): string {
  return type.replace(/\([^)]*\)/g, "").replace(/(?:\[\d*\])+$/, "").trim();
}

function bare(type: string): string {
  const last = /(?:^|\.)("(?:[^"]|"")+"|[^."]+)$/.exec(type)?.[1] ?? type;
  return last.startsWith('"') ? last.slice(1, -1).replaceAll('""', '"') : last;
}

/** PostgreSQL's own types as format_type writes them. */
const builtIn =
  /^(?:pg_catalog\..*|smallint|integer|bigint|numeric|real|double precision|money|boolean|"char"|name|text|bytea|character(?: varying)?|bpchar|bit(?: varying)?|date|time(?:stamp)? with(?:out)? time zone|time(?:stamp)?|interval.*|json|jsonb|jsonpath|xml|uuid|inet|cidr|macaddr8?|point|line|lseg|box|path|polygon|circle|tsvector|tsquery|oid|oidvector|int2vector|tid|xid8?|cid|pg_lsn|pg_snapshot|txid_snapshot|refcursor|reg\w+|(?:int[48]|num|ts|tstz|date)(?:multi)?range)$/;
