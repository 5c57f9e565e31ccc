import type { RawRow } from "../wire/batch.ts";

/** One query of the catalog: its text for a server's version, under a stable name so that a session prepares it once. */
export interface CatalogQuery {
  readonly name: string;
  sql(version: number): string;
}

/** A query whose rows belong to one relation each, named by its oid in the first column. `only` is a condition on `c`, the relation's pg_class row. */
export interface RelationQuery {
  readonly name: string;
  sql(version: number, only?: string): string;
}

/** A row's values by position; absent and NULL are both undefined. */
export function values(row: RawRow): (string | undefined)[] {
  return row.map((value) => value ?? undefined);
}

/** The numbers of a server's array text: "{1,2}" or "1 2". */
export function numbersOf(text: string | null | undefined): number[] {
  return (text ?? "").split(/[{},\s]+/).filter((part) => part !== "").map(Number);
}

/** `{ key: value }`, or nothing where the value is absent. */
export function optional<Key extends string, Value>(key: Key, value: Value | null | undefined): Partial<Record<Key, Value>> {
  return value === null || value === undefined ? {} : ({ [key]: value } as Partial<Record<Key, Value>>);
}
