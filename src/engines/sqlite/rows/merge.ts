import { SnapshotError } from "../../../core/errors.ts";
import { foldName, quoteName } from "../quote.ts";
import type { RowHeader, RowLayout } from "./layout.ts";

/** A column of the target and its place in the staging table. */
interface Place {
  readonly name: string;
  readonly staged: string;
}

/** The statements that bring the staged rows into their table; where `columns` are named, only those. Columns that the table no longer has are left out. */
export function mergeStatements(header: RowHeader, layout: RowLayout, columns?: readonly string[]): string[] {
  const places = header.columns.flatMap((column, at): Place[] => {
    const name = header.byRowid && at === 0 ? (layout.rowid ?? undefined) : layout.columns.find((other) => foldName(other) === foldName(column));
    return name === undefined ? [] : [{ name: quoteName(name), staged: `s.c${at}` }];
  });
  const key = places.slice(0, header.key.length);
  const asked = columns === undefined ? null : new Set(columns.map((name) => quoteName(foldName(name))));
  const values = places.slice(header.key.length).filter((place) => asked?.has(foldName(place.name)) ?? true);
  if (places.length < header.key.length || header.key.some((name, at) => !header.byRowid && quoteName(foldName(name)) !== foldName(key[at]?.name ?? ""))) {
    throw new SnapshotError("format", `The key of the kept rows (${header.key.join(", ")}) is no longer part of ${header.table}.`, { next: "Restore the whole schema from the snapshot first." });
  }
  const target = quoteName(layout.table);
  const found = condition(key, target);
  if (!header.whole || columns !== undefined) return values.length === 0 ? [] : [update(target, values, found)];
  if (header.byRowid) return wholeByRowid(target, key, values);
  if (key.length === 0) return [insert(target, places, `NOT EXISTS (SELECT 1 FROM ${target})`)];
  return [...(values.length === 0 ? [] : [update(target, values, `${found} AND NOT (${condition(values, target)})`)]), insert(target, places, `NOT EXISTS (SELECT 1 FROM ${target} WHERE ${found})`)];
}

/** Without a key a row is known by its rowid and content; one whose rowid was given to another row gets a new one. */
function wholeByRowid(target: string, key: readonly Place[], values: readonly Place[]): string[] {
  const [rowid] = key;
  if (rowid === undefined) return [];
  const taken = `EXISTS (SELECT 1 FROM ${target} WHERE ${condition(key, target)})`;
  const equal = values.length === 0 ? taken : `EXISTS (SELECT 1 FROM ${target} WHERE ${condition(values, target)})`;
  return [insert(target, values, `${taken} AND NOT ${equal}`), insert(target, [rowid, ...values], `NOT ${taken}`)];
}

function insert(target: string, places: readonly Place[], where: string): string {
  return `INSERT INTO ${target} (${places.map((place) => place.name).join(", ")}) SELECT ${places.map((place) => place.staged).join(", ")} FROM temp.data_engineer_staging s WHERE ${where}`;
}

function update(target: string, values: readonly Place[], where: string): string {
  return `UPDATE ${target} SET ${values.map((place) => `${place.name} = ${place.staged}`).join(", ")} FROM temp.data_engineer_staging s WHERE ${where}`;
}

function condition(places: readonly Place[], target: string): string {
  return places.map((place) => `${target}.${place.name} IS ${place.staged}`).join(" AND ");
}
