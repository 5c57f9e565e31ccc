import type { Catalog } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { mentions } from "./mentions.ts";
import { otherKey, otherName } from "./other.ts";
import { FAMILIES, type Part } from "./part.ts";

/** Parts by key, with the keys that each needs. */
export interface Graph {
  readonly parts: ReadonlyMap<string, Part>;
  readonly needs: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Finds what each part needs: what it says itself, and whatever its text names. */
export function graphOf(catalog: Catalog, list: readonly Part[]): Graph {
  const parts = new Map(list.map((part) => [part.key, part]));
  const byName = namesOf(catalog);
  const bare = new Set(catalog.others.map(otherName).filter((name) => byName.has(name) && !name.includes(".")));
  const columns = columnsOf(catalog);
  const keys = keysOf(catalog);
  const needs = new Map<string, Set<string>>();
  for (const part of list) {
    const found = new Set(part.needs.filter((key) => key !== part.key && parts.has(key)));
    const { qualified: named, words } = mentions(part.text);
    const tables = new Set<string>(part.table === undefined ? [] : [part.table]);
    const grouped = words.has("group") || words.has("conflict");
    for (const name of [...named, ...(part.uses ?? [])]) {
      for (const key of byName.get(name) ?? []) if (key !== part.key) found.add(key);
      if (columns.has(name) && part.key !== `table ${name}`) tables.add(name);
    }
    if (part.family === "early" || part.family === "table") for (const name of bare) if (words.has(name)) for (const key of byName.get(name) ?? []) if (parts.get(key)?.family === "early") found.add(key);
    for (const table of tables) {
      for (const column of columns.get(table) ?? []) if (words.has(column)) found.add(`column ${table}.${column}`);
      if (grouped) for (const key of keys.get(table) ?? []) found.add(key);
    }
    found.delete(part.key);
    needs.set(part.key, found);
  }
  return { parts, needs };
}

/**
 * Parts in an order in which each comes after what it needs, families and names deciding between equals.
 * What a part's statement creates along with it counts as its own need. Cycles are cut at the first part of the family order.
 */
export function inOrder(graph: Graph, keys: Iterable<string> = graph.parts.keys()): Part[] {
  const wanted = new Set(keys);
  const allNeeds = needsWithInline(graph, wanted);
  const waiting = new Map<string, number>();
  const users = new Map<string, string[]>();
  for (const key of wanted) {
    let count = 0;
    for (const need of allNeeds.get(key) ?? []) {
      if (!wanted.has(need)) continue;
      count += 1;
      const list = users.get(need);
      if (list === undefined) users.set(need, [key]);
      else list.push(key);
    }
    waiting.set(key, count);
  }
  const ranked = [...wanted].map((key) => graph.parts.get(key)!).sort(compareParts);
  const rank = new Map(ranked.map((part, index) => [part.key, index]));
  const ready = new Heap();
  for (const [key, count] of waiting) if (count === 0) ready.push(rank.get(key)!);
  const order: Part[] = [];
  const done = new Uint8Array(ranked.length);
  let firstUndone = 0;
  while (order.length < ranked.length) {
    let next = ready.pop();
    if (next === undefined) {
      while (done[firstUndone] === 1) firstUndone += 1;
      next = firstUndone;
    }
    if (done[next] === 1) continue;
    done[next] = 1;
    const part = ranked[next]!;
    order.push(part);
    for (const user of users.get(part.key) ?? []) {
      const left = waiting.get(user)! - 1;
      waiting.set(user, left);
      if (left === 0) ready.push(rank.get(user)!);
    }
  }
  return order;
}

/** The part whose statement creates this one, itself where it has a statement of its own. */
export function creatorOf(part: Part, graph: Graph, created: ReadonlySet<string>): Part {
  const outer = part.inline === undefined || !created.has(part.inline) ? undefined : graph.parts.get(part.inline);
  return outer === undefined ? part : creatorOf(outer, graph, created);
}

function needsWithInline(graph: Graph, wanted: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  const own = (key: string): Set<string> => {
    const known = all.get(key);
    if (known !== undefined) return known;
    const fresh = new Set(graph.needs.get(key));
    all.set(key, fresh);
    return fresh;
  };
  for (const key of wanted) {
    own(key);
    const part = graph.parts.get(key)!;
    const creator = creatorOf(part, graph, wanted);
    if (creator === part) continue;
    const needs = own(creator.key);
    for (const need of graph.needs.get(key) ?? []) {
      const other = graph.parts.get(need);
      if (other !== undefined && creatorOf(other, graph, wanted) !== creator) needs.add(need);
    }
  }
  return all;
}

/** Answers which parts need a given one directly. */
export function dependents(graph: Graph): (key: string) => readonly string[] {
  const users = new Map<string, string[]>();
  for (const [key, needs] of graph.needs) {
    for (const need of needs) {
      const list = users.get(need);
      if (list === undefined) users.set(need, [key]);
      else list.push(key);
    }
  }
  return (key) => users.get(key) ?? [];
}

function compareParts(a: Part, b: Part): number {
  const family = FAMILIES.indexOf(a.family) - FAMILIES.indexOf(b.family);
  return family !== 0 ? family : a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

function namesOf(catalog: Catalog): Map<string, string[]> {
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

function columnsOf(catalog: Catalog): Map<string, string[]> {
  return new Map(catalog.tables.map((table) => [qualified(table), table.columns.map((column) => column.name)]));
}

/** Primary and unique keys by table: GROUP BY and ON CONFLICT lean on them without naming them. */
function keysOf(catalog: Catalog): Map<string, string[]> {
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

/** A binary heap of small numbers, smallest first. */
class Heap {
  private readonly items: number[] = [];

  push(value: number): void {
    const { items } = this;
    let at = items.push(value) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent]! <= value) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = value;
  }

  pop(): number | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1]! < items[child]!) child += 1;
      if (items[child]! >= last) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
    return top;
  }
}
