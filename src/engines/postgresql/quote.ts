import type { ObjectRef } from "../../core/script/facts.ts";

/** An identifier that PostgreSQL reads back as exactly this name; always quoted, so that no list of keywords is needed. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** "schema"."name", or the bare name where the schema is left to the search path. */
export function quoteObject(object: Pick<ObjectRef, "schema" | "name">): string {
  return object.schema === undefined || object.schema === "" ? quoteName(object.name) : `${quoteName(object.schema)}.${quoteName(object.name)}`;
}

/** A text literal that means the same whatever `standard_conforming_strings` is. */
export function quoteText(value: string): string {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return value.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}
