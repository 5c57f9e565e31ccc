import { documentAt, extended, scalarAt } from "./extended.ts";
import { UnreadableText } from "./problem.ts";
import { regexOf } from "./regex.ts";
import { numberOf, textOf } from "./value.ts";
import type { DocumentValue, Placed, Value } from "./value.ts";

type Maker = (given: readonly Value[], place: Placed, name: string) => DocumentValue;

/** What mongosh's constructors mean in Extended JSON (https://www.mongodb.com/docs/mongodb-shell/reference/data-types/). */
const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ["ObjectId", objectId],
  ["ObjectId.createFromHexString", objectId],
  ["ISODate", date],
  ["Date", date],
  ["NumberInt", wholeNumber("$numberInt", -(2n ** 31n), 2n ** 31n - 1n)],
  ["Int32", wholeNumber("$numberInt", -(2n ** 31n), 2n ** 31n - 1n)],
  ["NumberLong", wholeNumber("$numberLong", -(2n ** 63n), 2n ** 63n - 1n)],
  ["Long", wholeNumber("$numberLong", -(2n ** 63n), 2n ** 63n - 1n)],
  ["Long.fromString", wholeNumber("$numberLong", -(2n ** 63n), 2n ** 63n - 1n)],
  ["Long.fromNumber", wholeNumber("$numberLong", -(2n ** 63n), 2n ** 63n - 1n)],
  ["Double", double],
  ["NumberDecimal", decimal],
  ["Decimal128", decimal],
  ["Decimal128.fromString", decimal],
  ["UUID", uuid],
  ["BinData", binary],
  ["HexData", hexData],
  ["Timestamp", timestamp],
  ["RegExp", regex],
  ["MinKey", (_, place) => extended(place, "$minKey", scalarAt(place, 1))],
  ["MaxKey", (_, place) => extended(place, "$maxKey", scalarAt(place, 1))],
]);

export function isConstructor(word: string): boolean {
  return makers.has(word);
}

/** The value that a constructor makes. Throws UnreadableText where what it is given does not fit. */
export function constructed(name: string, given: readonly Value[], place: Placed): DocumentValue {
  const maker = makers.get(name);
  if (maker === undefined) throw new UnreadableText(place.start, `${name} is not known here`);
  return maker(given, place, name);
}

function objectId([hex]: readonly Value[], place: Placed): DocumentValue {
  const text = textOf(hex);
  if (text === undefined || !/^[0-9a-f]{24}$/i.test(text)) throw new UnreadableText(place.start, "An ObjectId is written with its 24 hexadecimal digits: nothing is evaluated, so that no new one can be made");
  return extended(place, "$oid", text.toLowerCase());
}

function date([value, ...more]: readonly Value[], place: Placed): DocumentValue {
  const number = numberOf(value);
  const text = textOf(value);
  if (value === undefined || more.length > 0 || (number === undefined && text === undefined)) throw new UnreadableText(place.start, 'A date is written as ISODate("2024-01-31T10:00:00Z") or with its milliseconds: nothing is evaluated, so that there is no "now"');
  const milliseconds = number ?? isoMilliseconds(text ?? "");
  if (!Number.isInteger(milliseconds)) throw new UnreadableText(value.start, 'This is no date: write it as "2024-01-31" or "2024-01-31T10:00:00Z"');
  return extended(place, "$date", extended(place, "$numberLong", String(milliseconds)));
}

/** Without an offset the time is UTC, as ISODate takes it. */
function isoMilliseconds(text: string): number {
  const parts = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:\.(\d{1,9}))?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/.exec(text);
  if (parts === null) return NaN;
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] = parts;
  const offset = zone === "Z" ? zone : `${zone.slice(0, 3)}:${zone.replace(":", "").slice(3) || "00"}`;
  const found = Date.parse(`${year ?? ""}-${month ?? ""}-${day ?? ""}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0").slice(0, 3)}${offset}`);
  const day1 = new Date(`${year ?? ""}-${month ?? ""}-${day ?? ""}T00:00:00Z`);
  return day1.getUTCDate() === Number(day) ? found : NaN;
}

function wholeNumber(type: string, least: bigint, most: bigint): Maker {
  return ([value], place, name) => {
    const text = textOf(value) ?? (value?.kind === "scalar" ? value.literal : undefined) ?? (value === undefined ? "0" : undefined);
    if (text === undefined || !/^[+-]?\d+$/.test(text.trim())) throw new UnreadableText(place.start, `${name} is written with a whole number: ${name}("42")`);
    const whole = BigInt(text.trim().replace(/^\+/, ""));
    if (whole < least || whole > most) throw new UnreadableText(value?.start ?? place.start, `${text} does not fit into ${name}`);
    return extended(place, type, String(whole));
  };
}

function double([value]: readonly Value[], place: Placed): DocumentValue {
  const number = numberOf(value) ?? Number(textOf(value) ?? NaN);
  if (Number.isNaN(number) && textOf(value) !== "NaN") throw new UnreadableText(place.start, "Double is written with a number: Double(1.5)");
  return extended(place, "$numberDouble", Object.is(number, -0) ? "-0.0" : String(number));
}

function decimal([value]: readonly Value[], place: Placed, name: string): DocumentValue {
  const text = textOf(value) ?? (value?.kind === "scalar" ? value.literal : undefined);
  if (text === undefined || !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$|^[+-]?(?:inf(?:inity)?|nan)$/i.test(text)) throw new UnreadableText(place.start, `${name} is written with a number in quotes: ${name}("9.99")`);
  return extended(place, "$numberDecimal", text);
}

function uuid([value]: readonly Value[], place: Placed): DocumentValue {
  const hex = textOf(value)?.replaceAll("-", "") ?? "";
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new UnreadableText(place.start, 'A UUID is written with its digits: UUID("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")');
  return binaryOf(place, Buffer.from(hex, "hex"), 4);
}

function binary([subtype, content]: readonly Value[], place: Placed): DocumentValue {
  const [type, base64] = [numberOf(subtype), textOf(content)];
  if (type === undefined || type < 0 || type > 255 || base64 === undefined || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw new UnreadableText(place.start, 'Binary data is written as BinData(0, "base64")');
  return binaryOf(place, Buffer.from(base64, "base64"), type);
}

function hexData([subtype, content]: readonly Value[], place: Placed): DocumentValue {
  const [type, hex] = [numberOf(subtype), textOf(content)];
  if (type === undefined || type < 0 || type > 255 || hex === undefined || !/^(?:[0-9a-f]{2})*$/i.test(hex)) throw new UnreadableText(place.start, 'Binary data is written as HexData(0, "00ff")');
  return binaryOf(place, Buffer.from(hex, "hex"), type);
}

function binaryOf(place: Placed, bytes: Buffer, subtype: number): DocumentValue {
  return extended(place, "$binary", documentAt(place, { base64: scalarAt(place, bytes.toString("base64")), subType: scalarAt(place, subtype.toString(16).padStart(2, "0")) }));
}

/** `Timestamp(seconds, increment)` or `Timestamp({t, i})`. */
function timestamp([first, second]: readonly Value[], place: Placed): DocumentValue {
  const part = (name: string): Value | undefined => (first?.kind === "document" ? first.fields.find((field) => field.name === name)?.value : undefined);
  const [t, i] = [numberOf(part("t") ?? first), numberOf(part("i") ?? second)];
  if (t === undefined || i === undefined) throw new UnreadableText(place.start, "A timestamp is written as Timestamp(seconds, increment)");
  return extended(place, "$timestamp", documentAt(place, { t: scalarAt(place, t), i: scalarAt(place, i) }));
}

function regex([pattern, flags]: readonly Value[], place: Placed): DocumentValue {
  const text = textOf(pattern);
  if (text === undefined) throw new UnreadableText(place.start, 'A regular expression is written as /pattern/i or RegExp("pattern", "i")');
  return regexOf(place, text, textOf(flags) ?? "");
}
