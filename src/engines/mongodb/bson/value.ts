import type { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from "mongodb";

/** A BSON value with its exact type (a number of JavaScript is an int where it can be one, else a double). Documents are maps: an object would put keys that look like numbers first. */
export type Value =
  | null | undefined | boolean | string | number | Date
  | Double | Int32 | Long | Decimal128 | ObjectId | Binary | BSONRegExp | BSONSymbol | Code | Timestamp | MinKey | MaxKey
  | readonly Value[] | Doc;

export type Doc = ReadonlyMap<string, Value>;

export function isDoc(value: unknown): value is Doc {
  return value instanceof Map;
}

/** The BSON class of a value ("ObjectId", "Int32", …), undefined for what JavaScript has itself. */
export function bsonClass(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("_bsontype" in value)) return undefined;
  return String(value._bsontype);
}

/** A number of any of the four types as JavaScript's; undefined for anything else. Longs may lose digits. */
export function numberOf(value: unknown): number | undefined {
  switch (bsonClass(value)) {
    case "Int32":
    case "Double":
      return Number((value as Double | Int32).value);
    case "Long":
      return (value as Long).toNumber();
    case "Decimal128":
      return Number(String(value));
    default:
      return typeof value === "number" ? value : undefined;
  }
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The document in a field; an empty one where there is none. */
export function docIn(doc: Doc, name: string): Doc {
  const value = doc.get(name);
  return isDoc(value) ? value : new Map<string, Value>();
}

export function docsIn(doc: Doc, name: string): Doc[] {
  const value = doc.get(name);
  return Array.isArray(value) ? value.filter(isDoc) : [];
}

/** JavaScript's true, and the numbers that servers take for it. */
export function truthy(value: unknown): boolean {
  return value === true || (numberOf(value) ?? 0) !== 0;
}
