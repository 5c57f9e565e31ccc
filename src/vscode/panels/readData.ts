import type { Json } from "../../core/json.ts";

type Readable = Json | Readonly<Record<string, Json | undefined>> | undefined;

/** Fields of a report's data, which may be another version's: what is not there, or is something else, is as if it were not told. */
function at(value: Readable, key: string): Json | undefined {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Readonly<Record<string, Json | undefined>>)[key] : undefined;
}

export function textAt(value: Readable, key: string): string | undefined {
  const found = at(value, key);
  return typeof found === "string" ? found : undefined;
}

export function objectAt(value: Readable, key: string): Readonly<Record<string, Json>> | undefined {
  const found = at(value, key);
  return found !== null && typeof found === "object" && !Array.isArray(found) ? (found as Readonly<Record<string, Json>>) : undefined;
}

export function arrayAt(value: Readable, key: string): readonly Json[] {
  const found = at(value, key);
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}

export function textsAt(value: Readable, key: string): readonly string[] {
  return arrayAt(value, key).filter((one) => typeof one === "string");
}

export function numberAt(value: Readable, key: string): number | undefined {
  const found = at(value, key);
  return typeof found === "number" ? found : undefined;
}
