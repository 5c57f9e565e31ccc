import type { Node, TypeName } from "libpg-query";
import { as, strings } from "./nodes.ts";

/** Types into which every value of a type that casts to them by itself goes without loss, or with an error instead of a loss. */
const wide = new Set(["text", "varchar", "int8", "bigint", "numeric", "timestamptz", "uuid", "citext"]);

/**
 * False where `ALTER COLUMN … TYPE` may change values without an error (rounding, cutting, any USING that computes).
 * The old type is unknown here, so an int4 target counts as lossy (numeric rounds into it).
 */
export function keepsValues(type: TypeName | undefined, using: Node | undefined, column: string): boolean {
  const name = strings(type?.names).at(-1) ?? "";
  const limited = (type?.typmods?.length ?? 0) > 0 && name !== "varchar";
  if (!wide.has(name) || limited || (type?.arrayBounds?.length ?? 0) > 0) return false;
  return using === undefined || isPlainCast(using, column);
}

function isPlainCast(using: Node, column: string): boolean {
  const cast = as(using, "TypeCast");
  const fields = strings(as(cast === undefined ? using : cast.arg, "ColumnRef")?.fields);
  return fields.at(-1) === column && (cast === undefined || ["text", "varchar"].includes(strings(cast.typeName?.names).at(-1) ?? ""));
}
