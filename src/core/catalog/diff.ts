import { canonicalJson, type Json } from "../json.ts";
import type { Catalog } from "./catalog.ts";
import { flatObjects } from "./objects.ts";
import type { FlatObject } from "./objects.ts";
import { toldFact } from "./toldFact.ts";

/** One difference between two catalogs; `before` is absent for an added object, `after` for a removed one. */
export interface Difference {
  readonly kind: string;
  readonly key: string;
  readonly change: "added" | "removed" | "changed";
  /** The facts that differ, by name (changed only). */
  readonly facts: readonly { readonly name: string; readonly before?: Json; readonly after?: Json }[];
}

/** What changed from one catalog to another, object by object, sorted by key. An empty list means equal fingerprints. */
export function diffCatalogs(before: Catalog, after: Catalog): Difference[] {
  const old = new Map(flatObjects(before).map((object) => [object.key, object]));
  const differences: Difference[] = [];
  for (const object of flatObjects(after)) {
    const previous = old.get(object.key);
    old.delete(object.key);
    if (previous === undefined) differences.push({ kind: object.kind, key: object.key, change: "added", facts: [] });
    else if (previous !== object && textOf(previous.facts) !== textOf(object.facts)) {
      const facts = changedFacts(previous.facts, object.facts);
      if (facts.length > 0) differences.push({ kind: object.kind, key: object.key, change: "changed", facts });
    }
  }
  for (const object of old.values()) differences.push({ kind: object.kind, key: object.key, change: "removed", facts: [] });
  return differences.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** For people, without a colon, after which a column named password would seem to show its value: `column public.orders.total (type was "numeric", is "text")`. */
export function describeDifference(difference: Difference): string {
  if (difference.change === "added") return `${difference.key} is new`;
  if (difference.change === "removed") return `${difference.key} is missing`;
  return `${difference.key} (${difference.facts.map(({ name, before, after }) => toldFact(name, before, after)).join("; ")})`;
}

/** Tables and views that come or go as a whole stand for their parts, which are left out and given by the whole's key. */
export function headlines(differences: readonly Difference[]): { readonly shown: readonly Difference[]; readonly parts: ReadonlyMap<string, readonly Difference[]> } {
  const wholes = differences.filter(({ kind, change }) => change !== "changed" && ["table", "view", "materializedView"].includes(kind));
  const keys = new Map(wholes.map(({ key }) => [nameIn(key), key]));
  const parts = new Map<string, Difference[]>(wholes.map(({ key }) => [key, []]));
  const shown = differences.filter((difference) => {
    const whole = containers(nameIn(difference.key)).map((name) => keys.get(name)).find((key) => key !== undefined);
    if (whole !== undefined) parts.get(whole)?.push(difference);
    return whole === undefined;
  });
  return { shown, parts };
}

function nameIn(key: string): string {
  return key.slice(key.indexOf(" ") + 1);
}

/** "a" and "a.b" of "a.b.c". */
function containers(name: string): string[] {
  return [...name.matchAll(/\./g)].map(({ index }) => name.slice(0, index));
}

const texts = new WeakMap<object, string>();

/** Equal texts mean equal facts: both sides list them in the same order. */
function textOf(facts: FlatObject["facts"]): string {
  const text = texts.get(facts) ?? JSON.stringify(facts);
  texts.set(facts, text);
  return text;
}

function changedFacts(before: Readonly<Record<string, Json>>, after: Readonly<Record<string, Json>>): Difference["facts"] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].sort().flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    if (was !== undefined && is !== undefined && canonicalJson(was) === canonicalJson(is)) return [];
    return [{ name, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });
}
