import type { Binary, BSONRegExp, Code, Decimal128, Double, Long, Timestamp } from "mongodb";
import type { Json } from "../../../core/json.ts";
import { bsonClass, isDoc, numberOf, type Doc, type Value } from "./value.ts";

/** Canonical Extended JSON on one line: every value keeps its type, every document the order of its fields. */
export function canonical(value: Value): string {
  return written(value, true);
}

/** Extended JSON for people: ints, doubles and dates as they would write them. Reading it again gives the same value of the same type. */
export function relaxed(value: Value): string {
  return written(value, false);
}

/** A value as a report shows it: what JSON can say as JSON, the rest as Extended JSON. Nothing of a value is lost but the type of a whole number. */
export function presentable(value: Value): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (isDoc(value)) return Object.fromEntries([...value].map(([name, item]) => [name, presentable(item)]));
  if (Array.isArray(value)) return value.map((item: Value) => presentable(item));
  if (bsonClass(value) === "Long" && Number.isSafeInteger((value as Long).toNumber())) return (value as Long).toNumber();
  return JSON.parse(scalar(value, false)) as Json;
}

/** A field of a row as every engine gives it: longs and decimals as text, bytes as \\x…, dates as ISO text; whatever is inside of it, or has no such form, as Extended JSON. */
export function cellOf(value: Value): Json {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? presentable(value) : value.toISOString();
  switch (bsonClass(value)) {
    case "Long": {
      const number = (value as Long).toNumber();
      return Number.isSafeInteger(number) ? number : String(value);
    }
    case "Decimal128":
      return String(value as Decimal128);
    case "Binary":
      return (value as Binary).sub_type === 0 ? `\\x${(value as Binary).toString("hex")}` : presentable(value);
    default:
      return presentable(value);
  }
}

/** What a shell calls the type: "int", "string", "objectId", … */
export function typeName(value: Value): string {
  if (value === null) return "null";
  if (value === undefined) return "undefined";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "string";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "double";
  if (value instanceof Date) return "date";
  if (Array.isArray(value)) return "array";
  if (isDoc(value)) return "object";
  const name = bsonClass(value) ?? "";
  return typeNames[name] ?? name;
}

const typeNames: Readonly<Record<string, string>> = {
  Double: "double", Int32: "int", Long: "long", Decimal128: "decimal", ObjectId: "objectId", Binary: "binData", BSONRegExp: "regex",
  BSONSymbol: "symbol", Code: "javascript", Timestamp: "timestamp", MinKey: "minKey", MaxKey: "maxKey",
};

function written(value: Value, exact: boolean): string {
  if (value === null || typeof value === "string" || typeof value === "boolean") return JSON.stringify(value);
  if (isDoc(value)) return document(value, exact);
  if (Array.isArray(value)) return `[${value.map((item: Value) => written(item, exact)).join(",")}]`;
  return scalar(value, exact);
}

function document(doc: Doc, exact: boolean): string {
  return `{${[...doc].map(([name, item]) => `${JSON.stringify(name)}:${written(item, exact)}`).join(",")}}`;
}

function scalar(value: Value, exact: boolean): string {
  if (value === undefined) return '{"$undefined":true}';
  if (typeof value === "number") return Number.isInteger(value) && Math.abs(value) < 2 ** 31 && !Object.is(value, -0) ? intText(value, exact) : doubleText(value, exact);
  if (value instanceof Date) return dateText(value, exact);
  switch (bsonClass(value)) {
    case "Double":
      return doubleText(Number((value as Double).value), exact);
    case "Int32":
      return intText(numberOf(value) ?? 0, exact);
    case "Long":
      return `{"$numberLong":"${String(value)}"}`;
    case "Decimal128":
      return `{"$numberDecimal":"${String(value as Decimal128)}"}`;
    case "ObjectId":
      return `{"$oid":"${String(value)}"}`;
    case "Binary":
      return binaryText(value as Binary);
    case "BSONRegExp": {
      const { pattern, options } = value as BSONRegExp;
      return `{"$regularExpression":${JSON.stringify({ pattern, options })}}`;
    }
    case "BSONSymbol":
      return `{"$symbol":${JSON.stringify(String(value))}}`;
    case "Code": {
      const { code, scope } = value as Code;
      return `{"$code":${JSON.stringify(code)}${scope === null || scope === undefined ? "" : `,"$scope":${written(scope as unknown as Doc, exact)}`}}`;
    }
    case "Timestamp": {
      const { t, i } = value as Timestamp;
      return `{"$timestamp":{"t":${t},"i":${i}}}`;
    }
    case "MinKey":
      return '{"$minKey":1}';
    case "MaxKey":
      return '{"$maxKey":1}';
    default:
      throw new RangeError(`There is no Extended JSON for ${typeof value}.`);
  }
}

function intText(value: number, exact: boolean): string {
  return exact ? `{"$numberInt":"${value}"}` : String(value);
}

function doubleText(value: number, exact: boolean): string {
  const text = Object.is(value, -0) ? "-0.0" : Number.isInteger(value) ? (Math.abs(value) < 1e21 ? `${value}.0` : String(value)) : String(value);
  if (exact || !Number.isFinite(value) || Object.is(value, -0)) return `{"$numberDouble":"${text}"}`;
  return text;
}

function dateText(value: Date, exact: boolean): string {
  const time = value.getTime();
  if (Number.isNaN(time)) throw new RangeError("A date lies beyond the years that can be written here.");
  return !exact && time >= 0 && time < 253_402_300_800_000 ? `{"$date":"${value.toISOString()}"}` : `{"$date":{"$numberLong":"${time}"}}`;
}

function binaryText(value: Binary): string {
  return `{"$binary":{"base64":"${value.toString("base64")}","subType":"${value.sub_type.toString(16).padStart(2, "0")}"}}`;
}
