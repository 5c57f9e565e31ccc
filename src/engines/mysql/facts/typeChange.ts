import type { FactsBuilder } from "./builder.ts";
import type { Cursor } from "./cursor.ts";

/** Types that take every value that converts to them, or refuse it with an error in strict mode. Numbers round without one, so only the widest is among them. */
const wide: ReadonlySet<string> = new Set(["VARCHAR", "VARCHARACTER", "NVARCHAR", "TEXT", "TINYTEXT", "MEDIUMTEXT", "LONGTEXT", "LONG", "JSON", "BIGINT", "INT8", "ENUM", "VARBINARY", "BLOB", "TINYBLOB", "MEDIUMBLOB", "LONGBLOB", "UUID"]);

/**
 * False where giving a column this type may change values without an error: rounding, cutting off fractions of seconds. `cursor` stands
 * at the type. The old type is unknown here, so INT counts as lossy (DECIMAL rounds into it).
 */
export function keepsValues(cursor: Cursor, facts: FactsBuilder): boolean {
  if (facts.state.modes.mode.lenient) return false;
  const type = cursor.upper();
  if (type === "DATETIME" || type === "TIMESTAMP" || type === "TIME") return cursor.upper(1) === "(" && cursor.token(2)?.text === "6";
  return wide.has(type);
}
