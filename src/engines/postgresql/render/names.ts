import type { Catalog } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { mentions } from "./mentions.ts";
import { otherKey, otherName } from "./other.ts";
import type { Part } from "./part.ts";

/** What the names in a catalog's definitions stand for. */
export interface Names {
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** Objects that stand in no schema (servers, wrappers). */
  readonly bare: ReadonlyMap<string, readonly string[]>;
  readonly columns: ReadonlyMap<string, readonly { readonly name: string; readonly key: string }[]>;
  readonly uniqueKeys: ReadonlyMap<string, readonly string[]>;
}

export function namesOf(catalog: Catalog, { columns }: { readonly columns: boolean }): Names {
  const keys = keysByName(catalog);
  const bare = catalog.others.map(otherName).filter((name) => !name.includes("."));
  return {
    keys,
    bare: new Map(bare.map((name) => [name, keys.get(name) ?? []])),
    columns: columns ? columnsByTable(catalog) : new Map(),
    uniqueKeys: uniqueKeysByTable(catalog),
  };
}

/** What a part needs: what it says itself, and whatever its text names. */
export function needsOf(part: Part, names: Names): readonly string[] {
  if (part.uses === undefined && (part.text === "" || (names.columns.size === 0 && names.bare.size === 0 && !part.text.includes(".")))) return part.needs;
  const found = new Set(part.needs);
  const { qualified: named, words } = mentions(part.text);
  const tables = new Set<string>(part.table === undefined ? [] : [part.table]);
  for (const name of [...named, ...(part.uses ?? [])]) {
    for (const key of names.keys.get(name) ?? []) found.add(key);
    if (part.key !== `table ${name}`) tables.add(name);
  }
  if (part.family === "early" || part.family === "table") for (const [name, keys] of names.bare) if (words.has(name)) for (const key of keys) found.add(key);
  const grouped = words.has("group") || words.has("conflict");
  for (const table of tables) {
    for (const column of names.columns.get(table) ?? []) if (words.has(column.name)) found.add(column.key);
    if (grouped) for (const key of names.uniqueKeys.get(table) ?? []) found.add(key);
  }
  found.delete(part.key);
  return [...found];
}

/** Keys of what can stand after a schema's name, by "schema.name". */
function keysByName(catalog: Catalog): Map<string, string[]> {
  const names = new Map<string, string[]>();
  const add = (name: string, key: string): void => {
    const list = names.get(name);
    if (list === undefined) names.set(name, [key]);
    else list.push(key);
  };
  for (const item of catalog.types) add(qualified(item), `type ${qualified(item)}`);
  for (const item of catalog.domains) add(qualified(item), `domain ${qualified(item)}`);
  for (const item of catalog.sequences) add(qualified(item), `sequence ${qualified(item)}`);
  for (const item of catalog.routines) add(qualified(item), `routine ${qualified(item)}(${item.signature})`);
  for (const item of catalog.tables) add(qualified(item), `table ${qualified(item)}`);
  for (const item of catalog.views) add(qualified(item), `${item.form} ${qualified(item)}`);
  for (const item of catalog.others) if (item.definition !== undefined) add(otherName(item), otherKey(item));
  return names;
}

function columnsByTable(catalog: Catalog): Map<string, { readonly name: string; readonly key: string }[]> {
  return new Map(catalog.tables.map((table) => [qualified(table), table.columns.map(({ name }) => ({ name, key: `column ${qualified(table)}.${name}` }))]));
}

/** Primary and unique keys by table: GROUP BY and ON CONFLICT lean on them without naming them. */
function uniqueKeysByTable(catalog: Catalog): Map<string, string[]> {
  return new Map(
    catalog.tables.map((table) => [
      qualified(table),
      [
        ...table.constraints.filter((item) => item.form === "primaryKey" || item.form === "unique").map((item) => `constraint ${qualified(table)}.${item.name}`),
        ...table.indexes.filter((item) => item.unique && item.constraint === undefined).map((item) => `index ${qualified(table)}.${item.name}`),
      ],
    ]),
  );
}
