import type { Catalog } from "../../catalog/catalog.ts";

/** What kind of values a type holds, so that two names of one thing compare equal. */
export interface TypeFamily {
  readonly family: "integer" | "number" | "float" | "text" | "uuid" | "boolean" | "date" | "time" | "bytes" | "json" | "other";
  /** Bytes of an integer. */
  readonly bytes?: number;
  readonly unsigned?: boolean;
  /** The name itself, where the family is "other". */
  readonly name?: string;
}

const integers: Readonly<Record<string, number>> = { tinyint: 1, smallint: 2, int2: 2, year: 2, mediumint: 3, int: 4, integer: 4, int4: 4, serial: 4, bigint: 8, int8: 8, bigserial: 8 };
const families: readonly (readonly [RegExp, TypeFamily["family"]])[] = [
  [/^(?:numeric|decimal|dec|number)$/, "number"],
  [/^(?:real|float\d?|double(?: precision)?)$/, "float"],
  [/^(?:text|tinytext|mediumtext|longtext|character varying|varchar|nvarchar|varchar2|character|char|nchar|bpchar|clob|citext|name|native character|varying character)$/, "text"],
  [/^uuid$/, "uuid"],
  [/^(?:boolean|bool)$/, "boolean"],
  [/^date$/, "date"],
  [/^(?:datetime|timestamp|timestamptz|timestamp with(?:out)? time zone|time|time with(?:out)? time zone)$/, "time"],
  [/^(?:bytea|blob|tinyblob|mediumblob|longblob|binary|varbinary)$/, "bytes"],
  [/^jsonb?$/, "json"],
];

/** The family of a column's type; a domain is what it is made of. */
export function typeFamily(catalog: Catalog, type: string): TypeFamily {
  const base = domainBase(catalog, type);
  const plain = base.toLowerCase().replace(/\s*\([^)]*\)/g, "");
  const unsigned = /\bunsigned\b/.test(plain);
  const name = plain.replace(/\b(?:unsigned|signed|zerofill)\b/g, "").replace(/\s+(?:character set|collate|charset)\s.*$/, "").replace(/\s+/g, " ").trim();
  if (/^tinyint\(1\)/i.test(base)) return { family: "boolean" };
  const bytes = integers[name];
  if (bytes !== undefined) return { family: "integer", ...(catalog.rules?.looseTypes === true ? {} : { bytes, ...(unsigned ? { unsigned } : {}) }) };
  const family = families.find(([find]) => find.test(name))?.[1];
  return family === undefined ? { family: "other", name } : { family };
}

/** True where values of one can always be compared with values of the other, and mean the same. */
export function sameFamily(a: TypeFamily, b: TypeFamily): boolean {
  return a.family === b.family && a.name === b.name;
}

function domainBase(catalog: Catalog, type: string): string {
  const domain = catalog.domains.find((one) => type === one.name || type === `${one.schema}.${one.name}`);
  return domain === undefined || domain.type === type ? type : domainBase(catalog, domain.type);
}

/** The highest value that an integer type holds; undefined for what is no integer. */
export function highestValue(type: string): bigint | undefined {
  const plain = type.toLowerCase();
  const bytes = integers[plain.replace(/\s*\([^)]*\)/g, "").replace(/\b(?:unsigned|signed|zerofill)\b/g, "").trim()];
  if (bytes === undefined) return undefined;
  return (1n << BigInt(bytes * 8 - (/\bunsigned\b/.test(plain) ? 0 : 1))) - 1n;
}
