import type { DocumentValue, Placed, ScalarValue, Value } from "./value.ts";

/** `{"$oid": "…"}` and the like; every part of it stands where the literal stands. */
export function extended({ start, end }: Placed, name: string, value: Value | string): DocumentValue {
  const inner: Value = typeof value === "string" ? { kind: "scalar", value, start, end } : value;
  return { kind: "document", fields: [{ name, place: { start, end }, value: inner }], start, end };
}

/** A document that is not in the text, made of named values; it stands at `place`. */
export function documentAt({ start, end }: Placed, fields: Readonly<Record<string, Value | undefined>>): DocumentValue {
  const present = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [{ name, place: { start, end }, value }]));
  return { kind: "document", fields: present, start, end };
}

export function scalarAt({ start, end }: Placed, value: ScalarValue["value"]): ScalarValue {
  return { kind: "scalar", value, start, end };
}
