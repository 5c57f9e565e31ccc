import type { Catalog, ColumnObject, TableObject } from "../../../core/catalog/catalog.ts";
import { quoteText } from "../quote.ts";

/** Makes values that a column takes, as text; a different one for each number. Undefined where nothing is known of the type. */
export function valueFor(catalog: Catalog, table: TableObject, column: ColumnObject, number: number): string | undefined {
  const base = baseType(catalog, column.type);
  const listed = fromCheck(table, column.name);
  if (listed !== undefined) return listed;
  const values = enumValues(catalog, base);
  if (values !== undefined) return values[0];
  return plainValue(base, column.name, number);
}

/** A value of a type by itself, as text. Undefined where nothing is known of the type. */
export function valueOfType(catalog: Catalog, type: string, number: number): string | undefined {
  const base = baseType(catalog, type);
  return enumValues(catalog, base)?.[0] ?? plainValue(base, "", number);
}

/** The type behind a domain. */
export function baseType(catalog: Catalog, type: string): string {
  const domain = catalog.domains.find((one) => sameType(one, type));
  return domain === undefined ? type : baseType(catalog, domain.type);
}

/** Would a column of this type take the text? Told from its form, for the types that ids have. */
export function fits(type: string, value: string): boolean {
  if (type === "uuid") return /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(value);
  if (type === "smallint") return /^-?\d{1,5}$/.test(value) && Math.abs(Number(value)) < 32768;
  if (type === "integer") return /^-?\d{1,10}$/.test(value) && Math.abs(Number(value)) < 2147483648;
  if (type === "bigint") return /^-?\d{1,18}$/.test(value);
  if (/^numeric/.test(type)) return /^-?\d+(?:\.\d+)?$/.test(value);
  const length = /^character(?: varying)?\((\d+)\)$/.exec(type)?.[1];
  return length === undefined ? /^(?:text|character varying|citext|name)$|\.citext$/.test(type) : value.length <= Number(length);
}

/** A literal of the column's type. */
export function literal(column: ColumnObject, value: string | null): string {
  return value === null ? "NULL" : `${quoteText(value)}::${column.type}`;
}

function sameType(named: { readonly schema: string; readonly name: string }, type: string): boolean {
  const bare = type.replaceAll('"', "");
  return bare === `${named.schema}.${named.name}` || bare === named.name;
}

function enumValues(catalog: Catalog, type: string): readonly string[] | undefined {
  return catalog.types.find((one) => one.form === "enum" && sameType(one, type))?.values;
}

/** The first value that a CHECK lists for the column. */
function fromCheck(table: TableObject, column: string): string | undefined {
  for (const { form, definition, columns } of table.constraints) {
    if (form !== "check" || (columns.length > 0 && !columns.includes(column))) continue;
    const listed = /= ANY \(+(?:ARRAY\[)?'((?:[^']|'')*)'/.exec(definition) ?? /\(\(?"?[\w$]+"?\)?(?:::text)? = '((?:[^']|'')*)'/.exec(definition);
    if (listed?.[1] !== undefined && new RegExp(`\\b${column.replace(/[^\w]/g, ".")}\\b`).test(definition)) return listed[1].replaceAll("''", "'");
  }
  return undefined;
}

function plainValue(type: string, column: string, number: number): string | undefined {
  if (type.endsWith("[]")) return "{}";
  if (type === "uuid") return `de000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
  if (type === "smallint") return String(30000 + (number % 2700));
  if (type === "integer" || type === "bigint") return String(2_000_000_000 + number);
  if (/^(?:numeric|real|double precision|money)/.test(type)) return numericValue(type, number);
  if (type === "boolean") return "false";
  if (/^timestamp/.test(type)) return `2020-01-01 00:00:${String(number % 60).padStart(2, "0")}`;
  if (type === "date") return `20${String(10 + (number % 80))}-01-01`;
  if (/^time/.test(type)) return "12:00:00";
  if (type === "interval") return "1 day";
  if (type === "json" || type === "jsonb") return "{}";
  if (type === "bytea") return "\\x00";
  if (type === "inet" || type === "cidr") return `10.${(number >> 8) & 255}.${number & 255}.1`;
  if (/^bit/.test(type)) return undefined;
  if (/range$/.test(type)) return "empty";
  return textValue(type, column, number);
}

function numericValue(type: string, number: number): string {
  const [, precision, scale] = /\((\d+),(\d+)\)/.exec(type) ?? [];
  return precision === undefined ? String(1 + number) : String(1 + (number % Math.max(1, 10 ** Math.min(6, Number(precision) - Number(scale)) - 1)));
}

function textValue(type: string, column: string, number: number): string | undefined {
  const length = Number(/^character(?: varying)?\((\d+)\)$/.exec(type)?.[1] ?? (type === "character" ? 1 : Number.POSITIVE_INFINITY));
  if (!/^(?:text|character|citext|name|"char"|bpchar)/.test(type) && !type.endsWith(".citext")) return undefined;
  const whole = /e?mail/i.test(column) ? `seeded${number}@example.com` : /url|link|website/i.test(column) ? `https://example.com/${number}` : `seeded-${number}`;
  return whole.length <= length ? whole : `${number}`.slice(-length).padStart(Math.min(length, 3), "x");
}

/** The id of somebody else, the same for all tables: of another person, or of another tenant and its people. */
export function plainIdentityValue(type: string, kind: "owner" | "tenant", whose: "own" | "foreign" | "otherTenant" | "any", further = 0): string | null {
  const number = (kind === "tenant" ? 20 : 10) + (whose === "otherTenant" ? 2 : 1) + further;
  if (fits(type, "somebody-else")) return kind === "tenant" ? `another-tenant-${number}` : `somebody-else-${number}`;
  return plainValue(type, "", number) ?? null;
}
