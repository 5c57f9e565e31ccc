import { Binary, BSON, BSONRegExp, BSONSymbol, Code, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from "mongodb";
import type { Doc, Value } from "./value.ts";

const text = new TextDecoder("utf-8");

/** The bytes of a document as exact values, its fields in their order. */
export function decode(bytes: Uint8Array): Doc {
  const doc = new Map<string, Value>();
  for (const [name, value] of fields(bytes)) doc.set(name, value);
  return doc;
}

/** The bytes of each document in an array of documents, not decoded. */
export function slices(bytes: Uint8Array): Uint8Array[] {
  return [...BSON.onDemand.parseToElements(bytes)].map(([, , , offset, length]) => bytes.subarray(offset, offset + length));
}

/** A reply that the driver left raw inside: its documents are still bytes. */
export function decodeReply(reply: Readonly<Record<string, unknown>>): Doc {
  return new Map(Object.entries(reply).map(([name, value]) => [name, decodeIn(value)]));
}

function decodeIn(value: unknown): Value {
  if (value instanceof Uint8Array) return decode(value);
  if (Array.isArray(value)) return value.map(decodeIn);
  return value as Value;
}

function* fields(bytes: Uint8Array): Iterable<readonly [string, Value]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const [type, nameOffset, nameLength, offset, length] of BSON.onDemand.parseToElements(bytes)) {
    yield [text.decode(bytes.subarray(nameOffset, nameOffset + nameLength)), valueAt(bytes, view, type, offset, length)];
  }
}

function valueAt(bytes: Uint8Array, view: DataView, type: number, at: number, length: number): Value {
  switch (type) {
    case 1:
      return new Double(view.getFloat64(at, true));
    case 2:
      return stringAt(bytes, view, at);
    case 3:
      return decode(bytes.subarray(at, at + length));
    case 4:
      return [...fields(bytes.subarray(at, at + length))].map(([, value]) => value);
    case 5:
      return binaryAt(bytes, view, at);
    case 6:
      return undefined;
    case 7:
      return new ObjectId(bytes.slice(at, at + 12));
    case 8:
      return bytes[at] === 1;
    case 9:
      return new Date(Number(view.getBigInt64(at, true)));
    case 10:
      return null;
    case 11: {
      const end = bytes.indexOf(0, at);
      return new BSONRegExp(text.decode(bytes.subarray(at, end)), text.decode(bytes.subarray(end + 1, bytes.indexOf(0, end + 1))));
    }
    case 12: {
      const after = at + 4 + view.getInt32(at, true);
      return new Map<string, Value>([["$dbPointer", new Map<string, Value>([["$ref", stringAt(bytes, view, at)], ["$id", new ObjectId(bytes.slice(after, after + 12))]])]]);
    }
    case 13:
      return new Code(stringAt(bytes, view, at));
    case 14:
      return new BSONSymbol(stringAt(bytes, view, at));
    case 15: {
      const scope = at + 8 + view.getInt32(at + 4, true);
      return new Code(stringAt(bytes, view, at + 4), decode(bytes.subarray(scope, at + length)) as never);
    }
    case 16:
      return new Int32(view.getInt32(at, true));
    case 17:
      return new Timestamp({ t: view.getUint32(at + 4, true), i: view.getUint32(at, true) });
    case 18:
      return Long.fromBigInt(view.getBigInt64(at, true));
    case 19:
      return new Decimal128(bytes.slice(at, at + 16));
    case 127:
      return new MaxKey();
    case 255:
      return new MinKey();
    default:
      throw new RangeError(`BSON has no type ${type}.`);
  }
}

function stringAt(bytes: Uint8Array, view: DataView, at: number): string {
  return text.decode(bytes.subarray(at + 4, at + 3 + view.getInt32(at, true)));
}

function binaryAt(bytes: Uint8Array, view: DataView, at: number): Binary {
  const size = view.getInt32(at, true);
  const subType = bytes[at + 4] ?? 0;
  const old = subType === Binary.SUBTYPE_BYTE_ARRAY ? 4 : 0;
  return new Binary(bytes.slice(at + 5 + old, at + 5 + size), subType);
}
