import { TextDecoder } from "node:util";
import type { Cell, ColumnInfo } from "../engine.ts";

/** What the server says of a column; the names are the driver's. */
export interface Field {
  readonly name: string;
  readonly columnType: number;
  readonly characterSet: number;
  readonly encoding: string;
  readonly flags: number;
  readonly columnLength: number;
  /** Digits of the fraction, where a type has a fixed number of them. */
  readonly decimals?: number;
  /** MariaDB tells more: "json", "uuid", "inet6". */
  readonly extendedFormat?: string;
  readonly extendedTypeName?: string;
}

/** A value as it came: the server's text, or (of a prepared statement) what the driver made of the binary form. */
export type RawValue = Buffer | string | number | null;
export type RawRow = readonly RawValue[];

const binaryCharset = 63;
const unsignedFlag = 32;
const enumFlag = 256;
const setFlag = 2048;

const type = { decimal: 0, tiny: 1, short: 2, long: 3, float: 4, double: 5, null: 6, timestamp: 7, longlong: 8, int24: 9, date: 10, time: 11, datetime: 12, year: 13, newdate: 14, varchar: 15, bit: 16, vector: 242, json: 245, newdecimal: 246, enum: 247, set: 248, geometry: 255 } as const;

const integers = new Set<number>([type.tiny, type.short, type.long, type.longlong, type.int24, type.year]);
const floats = new Set<number>([type.float, type.double]);
/** Their bytes are text although the server calls their character set binary. */
const plainText = new Set<number>([type.decimal, type.newdecimal, type.date, type.newdate, type.time, type.datetime, type.timestamp, type.json]);

const times = new Set<number>([type.time, type.datetime, type.timestamp]);

/** A row as cells: numbers where JavaScript holds them exactly, bytes as \x…, bits as 0 and 1, everything else the server's text. */
export function cellsOf(row: RawRow, fields: readonly Field[]): Cell[] {
  return row.map((value, at) => cellOf(value, fields[at]));
}

/** One value as a cell. */
export function cellOf(value: RawValue, field: Field | undefined): Cell {
  if (value === null || field === undefined) return null;
  if (field.columnType === type.bit) return bitsOf(value, field.columnLength);
  if (isBytes(field)) return `\\x${(Buffer.isBuffer(value) ? value : Buffer.from(String(value), "latin1")).toString("hex")}`;
  const text = textOf(value, field);
  if (!integers.has(field.columnType) && !floats.has(field.columnType)) return text;
  const number = Number(text);
  const exact = integers.has(field.columnType) ? Number.isSafeInteger(number) : Number.isFinite(number) && !Object.is(number, -0);
  return exact ? number : text;
}

/** True where the value is bytes and not text. */
export function isBytes(field: Field): boolean {
  if (field.columnType === type.geometry || field.columnType === type.vector) return true;
  return field.characterSet === binaryCharset && field.columnType !== type.null && !integers.has(field.columnType) && !floats.has(field.columnType) && !plainText.has(field.columnType);
}

export function isFloat(field: Field): boolean {
  return floats.has(field.columnType);
}

/** A FLOAT of 32 bits. */
export function isSingle(field: Field): boolean {
  return field.columnType === type.float;
}

export function isNumber(field: Field): boolean {
  return integers.has(field.columnType) || floats.has(field.columnType) || field.columnType === type.decimal || field.columnType === type.newdecimal;
}

/** Tells bits, whose bytes are neither text nor plain bytes. */
export function typeOf(field: Field): "bit" | "other" {
  return field.columnType === type.bit ? "bit" : "other";
}

function textOf(value: RawValue, field: Field): string {
  if (Buffer.isBuffer(value)) return decoded(value, field.encoding);
  if (typeof value === "number" && field.columnType === type.float) return shortestFloat(value);
  if (typeof value === "string" && times.has(field.columnType)) return withFraction(value, field.decimals ?? 0);
  return Object.is(value, -0) ? "-0" : String(value);
}

/** The driver leaves zeros at the end of what came in binary form out; the server's text has them. */
function withFraction(text: string, digits: number): string {
  if (digits === 0 || digits > 6) return text;
  const [whole = "", fraction = ""] = text.split(".");
  return `${whole}.${fraction.padEnd(digits, "0")}`;
}

/** The driver's names of encodings that are UTF-8 as the server sends it. */
const utf8Names = new Set(["utf8", "cesu8", "binary", "ascii"]);
const decoders = new Map<string, TextDecoder | null>();

/** What cannot be decoded here is shown as its bytes. */
function decoded(bytes: Buffer, encoding: string): string {
  if (utf8Names.has(encoding)) return bytes.toString("utf8");
  if (!decoders.has(encoding)) decoders.set(encoding, decoderOf(encoding));
  return decoders.get(encoding)?.decode(bytes) ?? `\\x${bytes.toString("hex")}`;
}

function decoderOf(encoding: string): TextDecoder | null {
  try {
    return new TextDecoder(encoding === "latin1" || encoding === "cp1252" ? "windows-1252" : encoding);
  } catch {
    return null;
  }
}

/** The fewest digits that give the same 32-bit number again. */
function shortestFloat(value: number): string {
  for (let digits = 1; digits < 9; digits += 1) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(value);
}

function bitsOf(value: RawValue, width: number): string {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value), "latin1");
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.slice(Math.max(0, bits.length - width)).padStart(width, "0");
}

const names = new Map<number, string>([
  [type.decimal, "decimal"], [type.newdecimal, "decimal"], [type.tiny, "tinyint"], [type.short, "smallint"], [type.int24, "mediumint"], [type.long, "int"], [type.longlong, "bigint"],
  [type.float, "float"], [type.double, "double"], [type.null, "null"], [type.timestamp, "timestamp"], [type.date, "date"], [type.newdate, "date"], [type.time, "time"],
  [type.datetime, "datetime"], [type.year, "year"], [type.bit, "bit"], [type.json, "json"], [type.enum, "enum"], [type.set, "set"], [type.geometry, "geometry"], [type.vector, "vector"],
]);

/** Columns with the names of their types as the server's own language has them. */
export function columnsOf(fields: readonly Field[]): ColumnInfo[] {
  return fields.map((field) => ({ name: field.name, type: typeName(field) }));
}

function typeName(field: Field): string {
  if (field.extendedFormat === "json") return "json";
  if (field.extendedTypeName !== undefined && field.extendedTypeName !== "") return field.extendedTypeName;
  if ((field.flags & enumFlag) !== 0) return "enum";
  if ((field.flags & setFlag) !== 0) return "set";
  const name = names.get(field.columnType);
  if (name === undefined) return textTypeName(field);
  return integers.has(field.columnType) && (field.flags & unsignedFlag) !== 0 && field.columnType !== type.year ? `${name} unsigned` : name;
}

function textTypeName({ columnType, characterSet }: Field): string {
  const binary = characterSet === binaryCharset;
  if (columnType === 254) return binary ? "binary" : "char";
  if (columnType === 253 || columnType === type.varchar) return binary ? "varbinary" : "varchar";
  return binary ? "blob" : "text";
}
