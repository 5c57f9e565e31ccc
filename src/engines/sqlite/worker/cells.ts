import type { Cell } from "../../engine.ts";
import type { Bind, RawRow } from "../protocol.ts";

/** A value of SQLite as a cell: integers beyond 2^53 as text, blobs as \x…, infinite reals by name. */
export function toCell(value: RawRow[number]): Cell {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  return value;
}

/** The driver's arguments for a bind: whole numbers as integers, which it would bind as reals otherwise. */
export function toArguments(bind: Bind): unknown[] {
  const named = Object.entries(bind.named).map(([name, value]) => [name, toValue(value)] as const);
  return named.length === 0 ? bind.positional.map(toValue) : [...bind.positional.map(toValue), Object.fromEntries(named)];
}

function toValue(cell: Cell): unknown {
  if (typeof cell === "boolean") return cell ? 1n : 0n;
  if (typeof cell === "number") return Number.isSafeInteger(cell) && !Object.is(cell, -0) ? BigInt(cell) : cell;
  if (cell === null || typeof cell === "string") return cell;
  return JSON.stringify(cell);
}
