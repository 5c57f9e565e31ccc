import type { Catalog } from "../../../core/catalog/catalog.ts";
import { objectName } from "../render/identifier.ts";

/** Built-in types that the server casts into each other, by their names without modifiers. */
const FAMILIES: readonly (readonly string[])[] = [
  ["smallint", "integer", "bigint", "numeric", "real", "double precision"],
  ["boolean", "integer"],
  ["date", "timestamp without time zone", "timestamp with time zone"],
  ["timestamp without time zone", "timestamp with time zone", "time without time zone"],
  ["time without time zone", "time with time zone", "interval"],
  ["json", "jsonb"],
  ["bit", "bit varying", "integer", "bigint"],
  ["inet", "cidr"],
  ["oid", "integer", "bigint"],
];

/** True where values of one type can be read as the other's, though single values may be refused; otherwise the column must be made anew. */
export function isCastable(from: Catalog, before: string, to: Catalog, after: string): boolean {
  const [old, next] = [baseOf(from, before), baseOf(to, after)];
  if (old.endsWith("[]") !== next.endsWith("[]")) return isText(old) || isText(next);
  if (old.endsWith("[]")) return isCastable(from, old.slice(0, -2), to, next.slice(0, -2));
  if (isText(old) || isText(next)) return true;
  const [oldForm, nextForm] = [formOf(from, old), formOf(to, next)];
  if (oldForm === "unknown" || nextForm === "unknown") return true;
  if (oldForm !== "builtIn" || nextForm !== "builtIn") return oldForm === nextForm;
  const [a, b] = [withoutModifiers(old), withoutModifiers(next)];
  return a === b || FAMILIES.some((family) => family.includes(a) && family.includes(b));
}

/** The type below domains. */
export function baseOf(catalog: Catalog, type: string): string {
  const domain = catalog.domains.find((item) => objectName(item) === type);
  return domain === undefined ? type : baseOf(catalog, domain.type);
}

/** "builtIn", the form of a type of people's own, or "unknown" for an extension's or another database object's. */
function formOf(catalog: Catalog, type: string): "builtIn" | "unknown" | "enum" | "composite" | "range" {
  if (!type.includes(".")) return "builtIn";
  return catalog.types.find((item) => objectName(item) === type)?.form ?? "unknown";
}

export function isText(type: string): boolean {
  return /^(text|character varying|character|bpchar|name)(\(\d+\))?$/.test(type);
}

/** "numeric(8,2)" is numeric; "timestamp(3) with time zone" is a timestamp with time zone. */
function withoutModifiers(type: string): string {
  return type.replace(/\([^)]*\)/, "");
}
