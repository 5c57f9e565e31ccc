import type { FieldDef } from "pg";
import type { Cell, ColumnInfo } from "../../engine.ts";
import type { RawRow } from "./batch.ts";

const numbers = new Set([21, 23, 26, 700, 701]);
const boolean = 16;

/** The server's text of a value as a cell: small integers, floats and booleans become their JSON kind, everything else stays the server's text. */
export function cellOf(text: string | null, typeOid: number): Cell {
  if (text === null) return null;
  if (typeOid === boolean) return text === "t";
  if (numbers.has(typeOid)) {
    const value = Number(text);
    return Number.isFinite(value) && !Object.is(value, -0) ? value : text;
  }
  return text;
}

export function cellsOf(row: RawRow, fields: readonly FieldDef[]): Cell[] {
  return row.map((text, index) => cellOf(text, fields[index]?.dataTypeID ?? 0));
}

/** A parameter as the text that the server parses: arrays become array literals, objects JSON. */
export function parameterText(value: Cell): string | null {
  if (value === null) return null;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return arrayLiteral(value as readonly Cell[]);
  return JSON.stringify(value);
}

function arrayLiteral(items: readonly Cell[]): string {
  const shown = items.map((item) => {
    if (item === null) return "NULL";
    if (Array.isArray(item)) return arrayLiteral(item as readonly Cell[]);
    return `"${(parameterText(item) ?? "").replace(/[\\"]/g, "\\$&")}"`;
  });
  return `{${shown.join(",")}}`;
}

const typeNames = new Map<number, string>([
  [16, "boolean"], [17, "bytea"], [18, '"char"'], [19, "name"], [20, "bigint"], [21, "smallint"], [23, "integer"], [25, "text"], [26, "oid"],
  [114, "json"], [700, "real"], [701, "double precision"], [1042, "character"], [1043, "character varying"], [1082, "date"], [1083, "time"],
  [1114, "timestamp"], [1184, "timestamptz"], [1186, "interval"], [1700, "numeric"], [2950, "uuid"], [3802, "jsonb"], [1007, "integer[]"], [1009, "text[]"],
]);

/** Columns with the names of their types; `lookedUp` adds the types that are not built in. */
export function columnsOf(fields: readonly FieldDef[], lookedUp: ReadonlyMap<number, string>): ColumnInfo[] {
  return fields.map((field) => ({ name: field.name, type: typeNames.get(field.dataTypeID) ?? lookedUp.get(field.dataTypeID) ?? String(field.dataTypeID) }));
}

/** Type oids of the fields whose names are not known yet. */
export function unknownTypes(fields: readonly FieldDef[], lookedUp: ReadonlyMap<number, string>): number[] {
  return [...new Set(fields.map((field) => field.dataTypeID))].filter((oid) => !typeNames.has(oid) && !lookedUp.has(oid));
}
