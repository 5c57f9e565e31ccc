import { randomBytes } from "node:crypto";
import type { ColumnObject } from "../../../core/catalog/catalog.ts";
import { quoteText } from "../quote.ts";

/** A value that a type takes, as an expression; different each time for what has room for it. Undefined for what cannot be made up. */
export function madeUp(type: string): string | undefined {
  const name = /^[a-z]+/i.exec(type)?.[0].toLowerCase() ?? "";
  const size = Number(/\((\d+)/.exec(type)?.[1] ?? 0);
  if (/^(?:enum|set)$/.test(name)) return /\((('(?:[^']|'')*'))/.exec(type)?.[1];
  if (/^(?:tinyint|year)$/.test(name)) return name === "year" ? "2024" : String(1 + (randomBytes(1)[0]! % 120));
  if (/^(?:smallint|mediumint|int|integer|bigint)$/.test(name)) return String(1 + (randomBytes(2).readUInt16BE() % 32_000));
  if (/^(?:decimal|numeric|float|double|real)$/.test(name)) return "1";
  if (/^(?:char|varchar|tinytext|text|mediumtext|longtext)$/.test(name)) return quoteText(letters(size === 0 ? 16 : Math.min(size, 16)));
  if (/^(?:binary|varbinary|tinyblob|blob|mediumblob|longblob)$/.test(name)) return `x'${randomBytes(size === 0 ? 8 : Math.min(size, 8)).toString("hex")}'`;
  return fixed[name];
}

/** Letters alone: what takes such a text for a part of a statement finds a name there and never a number. */
function letters(count: number): string {
  return [...randomBytes(count)].map((byte) => String.fromCharCode(97 + (byte % 26))).join("");
}

const fixed: Readonly<Record<string, string>> = {
  bit: "b'1'", date: "'2024-02-03'", datetime: "'2024-02-03 04:05:06'", timestamp: "'2024-02-03 04:05:06'", time: "'04:05:06'", json: "'{}'", uuid: "UUID()", inet4: "'127.0.0.1'", inet6: "'::1'",
  point: "ST_GeomFromText('POINT(1 1)')", geometry: "ST_GeomFromText('POINT(1 1)')", linestring: "ST_GeomFromText('LINESTRING(0 0, 1 1)')", polygon: "ST_GeomFromText('POLYGON((0 0, 1 0, 1 1, 0 0))')",
};

export function isNumeric(column: ColumnObject): boolean {
  return /^(?:tinyint|smallint|mediumint|int|integer|bigint|decimal|numeric|float|double)\b/i.test(column.type);
}
