import type { ColumnObject } from "../../core/catalog/catalog.ts";
import type { TypeNeed } from "../../core/migration/newRules.ts";
import type { Unfit } from "../../core/migration/sqlShutOut.ts";
import type { Session } from "../engine.ts";
import { charset, familyOf, typeParts, type TypeParts } from "./changes/types.ts";
import { quoteName } from "./quote.ts";

/** The server that converts; MariaDB's TIMESTAMP reaches further from 11.5 on. */
type Converter = Pick<Session["facts"], "dialect" | "versionNumber">;

/**
 * Which values of a column a MODIFY refuses or changes, as conditions over the old column; null where that cannot be told.
 * https://dev.mysql.com/doc/refman/9.0/en/out-of-range-and-overflow.html, …/char.html, …/enum.html, …/fractional-seconds.html
 */
export function unfit({ from, to }: TypeNeed, server: Converter): Unfit | null {
  const [was, is] = [typeParts(from.type), typeParts(to.type)];
  const column = quoteName(from.name);
  switch (familyOf(to.type)) {
    case "text":
      if (is.name === "enum") return intoEnum(column, from, to, is);
      if (is.name === "set") return was.name === "set" ? intoSet(column, was, is) : null;
      return intoText(column, from, to, is);
    case "bytes":
      return familyOf(from.type) === "text" || familyOf(from.type) === "bytes" ? intoBytes(column, is) : null;
    case "number":
      return intoNumber(column, from, is);
    case "temporal":
      return intoTime(column, from, is, server);
    case "json":
      return familyOf(from.type) === "text" ? { refusedAlways: `NOT JSON_VALID(CONVERT(${column} USING utf8mb4))` } : null;
    default:
      return null;
  }
}

const byteLimits: Readonly<Record<string, number>> = { tinytext: 255, text: 65_535, mediumtext: 16_777_215, tinyblob: 255, blob: 65_535, mediumblob: 16_777_215 };

/** Spaces at the end are cut without an error, whatever the sql_mode. */
function intoText(column: string, from: ColumnObject, to: ColumnObject, is: TypeParts): Unfit | null {
  const family = familyOf(from.type);
  if (family === "other" || family === "geometry" || typeParts(from.type).name === "bit") return null;
  const target = charset(to.collation ?? "utf8mb4_bin");
  const text = family === "text" || family === "bytes" ? `CONVERT(${column} USING ${target})` : `CONVERT(CAST(${column} AS CHAR) USING ${target})`;
  const limit = is.name === "char" || is.name === "varchar" ? Number(is.args[0] ?? 1) : byteLimits[is.name];
  const length = (value: string): string => (is.name.endsWith("char") ? `CHAR_LENGTH(${value})` : `LENGTH(${value})`);
  const tooLong = limit === undefined ? [] : [`${length(`TRIM(TRAILING ' ' FROM ${text})`)} > ${limit}`];
  const foreign = characters(column, from, target);
  const spaces = is.name === "char" ? [`${text} LIKE '% '`] : limit === undefined ? [] : [`${length(text)} > ${limit} AND ${length(`TRIM(TRAILING ' ' FROM ${text})`)} <= ${limit}`];
  return conditions({ refused: [...tooLong, ...foreign], changed: spaces });
}

/** Texts with characters that the other character set has not, and bytes that are no text in it. */
function characters(column: string, from: ColumnObject, target: string): string[] {
  const family = familyOf(from.type);
  if (family === "bytes") return [`(CONVERT(${column} USING ${target}) IS NULL OR CAST(CONVERT(${column} USING ${target}) AS BINARY) <> ${column})`];
  const own = from.collation === undefined ? target : charset(from.collation);
  if (family !== "text" || own === target || target === "utf8mb4") return [];
  return [`CAST(CONVERT(CONVERT(${column} USING ${target}) USING ${own}) AS BINARY) <> CAST(${column} AS BINARY)`];
}

/** A text that is no member but the number of one becomes that member. */
function intoEnum(column: string, from: ColumnObject, to: ColumnObject, is: TypeParts): Unfit | null {
  if (familyOf(from.type) !== "text" || is.args.length === 0) return null;
  const was = typeParts(from.type);
  if (was.name === "set") return null;
  const collation = to.collation !== undefined && charset(to.collation) === "utf8mb4" ? to.collation : "utf8mb4_general_ci";
  const text = `CONVERT(${column} USING utf8mb4)`;
  const missing = `TRIM(TRAILING ' ' FROM ${text}) COLLATE ${collation} NOT IN (${is.args.map(member).join(", ")})`;
  if (was.name === "enum") return { refused: `${missing} AND ${column} + 0 <> 0` };
  const numbered = `${text} REGEXP '^[0-9]+$' AND CAST(${text} AS UNSIGNED) BETWEEN 1 AND ${is.args.length}`;
  return { refused: `${missing} AND NOT (${numbered})`, changed: `${missing} AND ${numbered}` };
}

function intoSet(column: string, was: TypeParts, is: TypeParts): Unfit {
  const gone = was.args.filter((member) => !is.args.includes(member));
  return conditions({ refused: gone.map((written) => `FIND_IN_SET(${member(written)}, CONVERT(${column} USING utf8mb4)) > 0`) });
}

/** A member as the catalog writes it, as a literal that reads the same under every sql_mode. */
function member(written: string): string {
  return `_utf8mb4 x'${Buffer.from(written.slice(1, -1).replaceAll("''", "'"), "utf8").toString("hex")}'`;
}

function intoBytes(column: string, is: TypeParts): Unfit {
  const limit = is.name.endsWith("binary") ? Number(is.args[0] ?? 1) : byteLimits[is.name];
  if (limit === undefined) return {};
  return { refused: `LENGTH(${column}) > ${limit}`, ...(is.name === "binary" ? { changed: `LENGTH(${column}) < ${limit}` } : {}) };
}

const bits: Readonly<Record<string, bigint>> = { tinyint: 8n, smallint: 16n, mediumint: 24n, int: 32n, bigint: 64n };
const numeral = "^[[:space:]]*[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?[[:space:]]*$";

/** Fractions are rounded without an error. */
function intoNumber(column: string, from: ColumnObject, is: TypeParts): Unfit | null {
  const family = familyOf(from.type);
  const was = typeParts(from.type);
  if (was.name === "enum" || was.name === "set" || was.name === "bit" || (family !== "number" && family !== "text")) return null;
  const text = `CONVERT(${column} USING utf8mb4)`;
  const exact = family === "text" ? `CAST(${text} AS DECIMAL(65,20))` : column;
  const wrong = family === "text" ? [`${text} NOT REGEXP '${numeral}'`] : [];
  const size = bits[is.name];
  if (size !== undefined) {
    const [low, high] = is.unsigned ? [0n, 2n ** size - 1n] : [-(2n ** (size - 1n)), 2n ** (size - 1n) - 1n];
    const fits = `ROUND(${exact}) BETWEEN ${low} AND ${high}`;
    const other = family === "text" ? `CAST(${text} AS BINARY) <> CAST(CAST(${exact} AS DECIMAL(65,0)) AS CHAR)` : whole(was) ? undefined : `${exact} <> ROUND(${exact})`;
    return conditions({ refused: [...wrong, `NOT (${fits})`], changed: other === undefined ? [] : [[...wrong.map((one) => `NOT (${one})`), fits, other].join(" AND ")] });
  }
  if (is.name === "decimal") {
    const [digits, scale] = [Number(is.args[0] ?? 10), Number(is.args[1] ?? 0)];
    const most = `${"9".repeat(digits - scale) || "0"}${scale === 0 ? "" : `.${"9".repeat(scale)}`}`;
    const fits = `ROUND(${exact}, ${scale}) BETWEEN ${is.unsigned ? "0" : `-${most}`} AND ${most}`;
    const other = was.name in bits ? [] : [[...wrong.map((one) => `NOT (${one})`), fits, `${exact} <> ROUND(${exact}, ${scale})`].join(" AND ")];
    return conditions({ refused: [...wrong, `NOT (${fits})`], changed: other });
  }
  if (is.name !== "double") return null;
  return conditions({ refused: wrong, changed: was.name === "float" || was.name === "double" ? [] : [`CAST(${exact} + 0e0 AS DECIMAL(65,20)) <> ${exact}`] });
}

function whole({ name }: TypeParts): boolean {
  return name in bits;
}

/** Parts that the new type has not are cut off or rounded without an error. */
function intoTime(column: string, from: ColumnObject, is: TypeParts, { dialect, versionNumber }: Converter): Unfit | null {
  const [family, was] = [familyOf(from.type), typeParts(from.type)];
  if (is.name === "year" || is.name === "time" ? was.name !== is.name : family !== "temporal" && family !== "text") return null;
  if (was.name === "year" || (was.name === "time" && is.name !== "time")) return null;
  const text = family === "text" ? `CAST(CONVERT(${column} USING utf8mb4) AS DATETIME(6))` : column;
  const wrong = family === "text" ? [`${column} IS NOT NULL AND ${text} IS NULL`] : [];
  const finer = is.name === "date" || Number(is.args[0] ?? 0) >= 6 ? [] : [`MICROSECOND(${text}) % ${10 ** (6 - Number(is.args[0] ?? 0))} <> 0`];
  const changed = is.name === "date" ? (was.name === "date" ? [] : [`TIME(${text}) <> TIME('00:00:00')`]) : was.name === "date" ? [] : finer;
  const last = dialect === "mariadb" && versionNumber >= 110_500 ? "FROM_UNIXTIME(4294967295)" : "FROM_UNIXTIME(2147483647)";
  const outside = is.name === "timestamp" && was.name !== "timestamp" ? [`${text} NOT BETWEEN FROM_UNIXTIME(1) AND ADDTIME(${last}, '00:00:00.999999')`] : [];
  return conditions({ refused: [...wrong, ...outside], changed });
}

function conditions({ refused, changed = [] }: { readonly refused: readonly string[]; readonly changed?: readonly string[] }): Unfit {
  const any = (ones: readonly string[]): string => ones.map((one) => `(${one})`).join(" OR ");
  return { ...(refused.length === 0 ? {} : { refused: any(refused) }), ...(changed.length === 0 ? {} : { changed: any(changed) }) };
}
