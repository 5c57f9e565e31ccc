import type { Json } from "../../../core/json.ts";

/** A node (or the whole) with the keys of EXPLAIN (FORMAT JSON); the text form is read into the same keys. */
export type Raw = Readonly<Record<string, Json>>;

export function isRaw(value: Json | undefined): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function numberOf(raw: Raw, key: string): number | undefined {
  const value = raw[key];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function textOf(raw: Raw, key: string): string | undefined {
  const value = raw[key];
  return typeof value === "string" ? value : undefined;
}

/** The objects of an array; empty where there is none. */
export function listOf(raw: Raw, key: string): readonly Raw[] {
  const value = raw[key];
  return Array.isArray(value) ? value.filter(isRaw) : [];
}

/** An object without the entries that have no value. */
export function present<Value extends object>(value: { readonly [Key in keyof Value]: Value[Key] | undefined }): Value {
  const kept: Partial<Value> = {};
  for (const key in value) if (value[key] !== undefined) kept[key] = value[key];
  return kept as Value;
}
