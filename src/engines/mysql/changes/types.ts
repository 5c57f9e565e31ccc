import type { ColumnObject } from "../../../core/catalog/catalog.ts";

/** `int(10) unsigned` taken apart; the members of an ENUM stand in `args` with their quotes. */
export interface TypeParts {
  readonly name: string;
  readonly args: readonly string[];
  readonly unsigned: boolean;
}

const integers = ["tinyint", "smallint", "mediumint", "int", "bigint"];
const texts = ["tinytext", "text", "mediumtext", "longtext"];
const blobs = ["tinyblob", "blob", "mediumblob", "longblob"];
const lengths: Readonly<Record<string, number>> = { tinytext: 63, text: 16_383, mediumtext: 4_194_303, longtext: 1_073_741_823, tinyblob: 255, blob: 65_535, mediumblob: 16_777_215, longblob: 4_294_967_295 };
const geometries = ["geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "geomcollection", "geometrycollection"];

/** True where MODIFY can carry values over, although some may be refused by a strict sql_mode. Where not, the column is dropped and added. */
export function canCarry(before: ColumnObject, after: ColumnObject): boolean {
  const [from, to] = [familyOf(before.type), familyOf(after.type)];
  if (from === "other" || to === "other" || from === "geometry" || to === "geometry") return typeParts(before.type).name === typeParts(after.type).name && before.type === after.type;
  if (from === to || from === "text" || to === "text") return true;
  return from === "temporal" && to === "number";
}

/** True where every value of the one type is a value of the other, so that nothing can be lost. */
export function keepsAll(before: ColumnObject, after: ColumnObject): boolean {
  if (before.collation !== undefined && after.collation !== undefined && charset(before.collation) !== charset(after.collation) && charset(after.collation) !== "utf8mb4") return false;
  if (before.type === after.type) return true;
  const [from, to] = [typeParts(before.type), typeParts(after.type)];
  if (integers.includes(from.name) && integers.includes(to.name)) return integers.indexOf(to.name) >= integers.indexOf(from.name) && (from.unsigned === to.unsigned || (from.unsigned && integers.indexOf(to.name) > integers.indexOf(from.name)));
  if (from.name === "decimal" && to.name === "decimal") return digits(to) >= digits(from) && Number(to.args[1] ?? 0) >= Number(from.args[1] ?? 0) && (from.unsigned || !to.unsigned);
  if (from.name === "float" && to.name === "double") return true;
  if (from.name === "enum" || from.name === "set") return to.name === from.name && from.args.every((value, at) => to.args[at] === value);
  const [was, is] = [lengthOf(from), lengthOf(to)];
  if (was !== undefined && is !== undefined && isBytes(from) === isBytes(to)) return is >= was && to.name !== "binary";
  if (from.name === to.name && ["datetime", "timestamp", "time"].includes(from.name)) return Number(to.args[0] ?? 0) >= Number(from.args[0] ?? 0);
  return false;
}

export function familyOf(type: string): "number" | "text" | "bytes" | "temporal" | "json" | "geometry" | "other" {
  const { name } = typeParts(type);
  if (integers.includes(name) || ["decimal", "float", "double", "bit"].includes(name)) return "number";
  if (["char", "varchar", "enum", "set", ...texts].includes(name)) return "text";
  if (["binary", "varbinary", ...blobs].includes(name)) return "bytes";
  if (["date", "datetime", "timestamp", "time", "year"].includes(name)) return "temporal";
  if (name === "json") return "json";
  return geometries.includes(name) ? "geometry" : "other";
}

export function typeParts(type: string): TypeParts {
  const name = /^[a-z0-9_]+/i.exec(type)?.[0]?.toLowerCase() ?? type;
  const inside = type.slice(name.length);
  const args = inside.startsWith("(") ? [...inside.slice(1).matchAll(/'(?:[^']|'')*'|\d+/g)].map(([text]) => text) : [];
  return { name: name === "integer" ? "int" : name, args, unsigned: /\bunsigned\b/.test(type) };
}

function digits({ args }: TypeParts): number {
  return Number(args[0] ?? 10) - Number(args[1] ?? 0);
}

/** Characters, or bytes of binary types; undefined where a type has no length. */
function lengthOf({ name, args }: TypeParts): number | undefined {
  return ["char", "varchar", "binary", "varbinary"].includes(name) ? Number(args[0] ?? 1) : lengths[name];
}

function isBytes({ name }: TypeParts): boolean {
  return name.endsWith("binary") || name.endsWith("blob");
}

/** The character set of a collation. */
export function charset(collation: string): string {
  return collation.split("_")[0] ?? collation;
}
