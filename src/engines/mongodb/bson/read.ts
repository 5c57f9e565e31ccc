import { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp, UUID } from "mongodb";
import { StatementError } from "../../../core/errors.ts";
import type { DocumentValue, Value as Written } from "../shell/value.ts";
import { isDoc, type Value } from "./value.ts";

/** The BSON value that a text's Extended JSON (canonical, relaxed or mixed) stands for. Throws StatementError("syntax") with the offset of what cannot be read. */
export function valueOf(written: Written): Value {
  switch (written.kind) {
    case "document":
      return objectOf(written);
    case "array":
      return written.items.map(valueOf);
    case "scalar":
      return typeof written.value === "number" ? numberIn(written.value, written.literal) : written.value;
  }
}

/** What `JSON.parse` made of a line of Extended JSON; only for text without keys that look like numbers, whose order it would lose. */
export function valueOfJson(json: unknown): Value {
  if (Array.isArray(json)) return json.map(valueOfJson);
  if (typeof json === "number") return numberIn(json, undefined);
  if (typeof json !== "object" || json === null) return json as string | boolean | null;
  const entries = Object.entries(json);
  const first = entries.find(([name]) => Object.hasOwn(readers, name));
  if (first !== undefined) {
    const value = special(entries.map(([name, item]) => ({ name, value: item as unknown })), first[0], (item) => valueOfJson(item));
    if (value !== ordinary) return value;
  }
  return new Map(entries.map(([name, item]) => [name, valueOfJson(item)]));
}

function objectOf({ fields }: DocumentValue): Value {
  const first = fields.find((field) => Object.hasOwn(readers, field.name));
  if (first !== undefined) {
    try {
      const value = special(fields, first.name, valueOf);
      if (value !== ordinary) return value;
    } catch (error) {
      if (error instanceof StatementError) throw error;
      throw new StatementError("syntax", "9", `${first.name} holds what it cannot: ${error instanceof Error ? error.message : String(error)}`, { offset: first.value.start, next: "Write it as the Extended JSON specification says." });
    }
  }
  return new Map(fields.map(({ name, value }) => [name, valueOf(value)]));
}

const ordinary = Symbol("an ordinary document");

type Reader = (value: Value) => Value | typeof ordinary;

function special<Item>(found: readonly { readonly name: string; readonly value: Item }[], name: string, read: (item: Item) => Value): Value | typeof ordinary {
  const get = (wanted: string): Value => {
    const member = found.find((item) => item.name === wanted);
    return member === undefined ? undefined : read(member.value);
  };
  if (found.length === 1 && name === "$undefined") return undefined;
  if (found.length === 1) return readers[name]?.(get(name)) ?? ordinary;
  if (found.length === 2 && found.every((item) => item.name === "$code" || item.name === "$scope")) return new Code(wanted(get("$code"), "string"), get("$scope") as never);
  if (found.length === 2 && found.every((item) => item.name === "$binary" || item.name === "$type") && typeof get("$binary") === "string") return binary(get("$binary"), get("$type"));
  return ordinary;
}

const readers: Readonly<Record<string, Reader>> = {
  $oid: (value) => new ObjectId(wanted(value, "string")),
  $numberInt: (value) => new Int32(integer(value, -(2n ** 31n), 2n ** 31n - 1n)),
  $numberLong: (value) => Long.fromBigInt(BigInt(integer(value, -(2n ** 63n), 2n ** 63n - 1n))),
  $numberDouble: (value) => new Double(double(wanted(value, "string"))),
  $numberDecimal: (value) => Decimal128.fromString(wanted(value, "string")),
  $date: (value) => date(value),
  $uuid: (value) => new UUID(wanted(value, "string")).toBinary(),
  $binary: (value) => (isDoc(value) ? binary(value.get("base64"), value.get("subType")) : ordinary),
  $regularExpression: (value) => (isDoc(value) ? new BSONRegExp(wanted(value.get("pattern"), "string"), typeof value.get("options") === "string" ? String(value.get("options")) : "") : ordinary),
  $timestamp: (value) => timestamp(value),
  $minKey: () => new MinKey(),
  $maxKey: () => new MaxKey(),
  $symbol: (value) => new BSONSymbol(wanted(value, "string")),
  $code: (value) => new Code(wanted(value, "string")),
  $undefined: () => ordinary,
};

function wanted(value: Value, type: "string"): string {
  if (typeof value !== type) throw new RangeError(`a ${type} is wanted`);
  return String(value);
}

function integer(value: Value, least: bigint, most: bigint): string {
  const text = wanted(value, "string");
  if (!/^-?\d+$/.test(text)) throw new RangeError(`${text} is no whole number`);
  if (BigInt(text) < least || BigInt(text) > most) throw new RangeError(`${text} does not fit`);
  return text;
}

function double(text: string): number {
  const value = Number(text);
  if (Number.isNaN(value) && text !== "NaN") throw new RangeError(`${text} is no number`);
  return value;
}

function date(value: Value): Date {
  const found = value instanceof Long ? new Date(value.toNumber()) : value instanceof Int32 ? new Date(value.value) : new Date(wanted(value, "string"));
  if (Number.isNaN(found.getTime())) throw new RangeError("it is no date");
  return found;
}

function binary(base64: Value, subType: Value): Binary {
  const type = Number.parseInt(wanted(subType, "string"), 16);
  if (Number.isNaN(type) || type > 255) throw new RangeError("subType is no hexadecimal byte");
  return new Binary(Buffer.from(wanted(base64, "string"), "base64"), type);
}

function timestamp(value: Value): Timestamp | typeof ordinary {
  if (!isDoc(value)) return ordinary;
  const [t, i] = [value.get("t"), value.get("i")].map((part) => (part instanceof Int32 || part instanceof Long || part instanceof Double ? Number(String(part)) : Number.NaN));
  if (!Number.isInteger(t) || !Number.isInteger(i)) throw new RangeError("t and i are whole numbers");
  return new Timestamp({ t: t!, i: i! });
}

/** A number as it is written: "1" is an int, "1.0" a double, what fits neither int nor long a double. */
function numberIn(value: number, literal: string | undefined): Double | Int32 | Long {
  const digits = /^(-?)(\d+|0x[0-9a-f]+)$/i.exec(literal ?? (Number.isSafeInteger(value) ? String(value) : ""));
  if (digits === null || Object.is(value, -0)) return new Double(value);
  const size = BigInt(digits[2] ?? "0");
  const whole = digits[1] === "-" ? -size : size;
  if (whole >= -(2n ** 31n) && whole < 2n ** 31n) return new Int32(Number(whole));
  return whole >= -(2n ** 63n) && whole < 2n ** 63n ? Long.fromBigInt(whole) : new Double(value);
}
