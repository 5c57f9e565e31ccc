import type { Json } from "../../../core/json.ts";

export type JsonObject = { readonly [key: string]: Json };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object under a key; undefined where it is none. */
export function objectAt(value: JsonObject, key: string): JsonObject | undefined {
  const found = value[key];
  return isObject(found) ? found : undefined;
}

/** The objects of a list under a key. */
export function objectsAt(value: JsonObject, key: string): readonly JsonObject[] {
  const found = value[key];
  return Array.isArray(found) ? found.filter(isObject) : [];
}

export function textAt(value: JsonObject, key: string): string | undefined {
  const found = value[key];
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** The texts of a list under a key, or the one text. */
export function textsAt(value: JsonObject, key: string): readonly string[] {
  const found = value[key];
  if (typeof found === "string") return [found];
  return Array.isArray(found) ? found.filter((one): one is string => typeof one === "string") : [];
}

/** A number, also where the server writes it as a text. */
export function numberAt(value: JsonObject, key: string): number | undefined {
  const found = value[key];
  const number = typeof found === "string" && found.trim() !== "" ? Number(found) : found;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** What of an object is neither told elsewhere nor a nested part of the plan. */
export function factsOf(value: JsonObject, without: ReadonlySet<string>): Record<string, Json> {
  return Object.fromEntries(Object.entries(value).filter(([key, one]) => !without.has(key) && one !== null));
}
