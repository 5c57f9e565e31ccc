import type { Catalog } from "../../../core/catalog/catalog.ts";
import { dependents, type Graph } from "../render/graph.ts";
import type { Family, Part } from "../render/part.ts";
import { partsOf } from "../render/parts.ts";
import { canChangeInPlace } from "./inPlace.ts";

/** What a change does to each part, found before any statement is written. Keys. */
export interface Scope {
  readonly from: Catalog;
  readonly to: Catalog;
  readonly was: Graph;
  readonly will: Graph;
  /** Parts that go: removed ones, and those that stand in the way and come back. */
  readonly dropped: ReadonlySet<string>;
  readonly created: ReadonlySet<string>;
  /** Parts that change where they are. */
  readonly altered: ReadonlySet<string>;
  /** Types and domains that are made anew under their name, with the columns that have them carried over. */
  readonly remade: ReadonlySet<string>;
  /** Columns that get another type, or the same one made anew. */
  readonly retyped: ReadonlySet<string>;
}

/** Default privileges, while they are there, would mix into the grants of new objects of these families. */
const HAVE_PRIVILEGES: ReadonlySet<Family> = new Set<Family>(["schema", "type", "sequence", "routine", "table", "view"]);

/** Compares two catalogs part by part, and follows the dependencies of what cannot stay as it is. */
export function scopeOf(from: Catalog, to: Catalog): Scope {
  const [was, will] = [from, to].map((catalog) => partsOf(catalog, { whole: false })) as [Graph, Graph];
  const dropped = new Set<string>();
  const altered = new Set<string>();
  const remade = new Set<string>();
  const retyped = new Set<string>();
  const waiting: string[] = [];
  const drop = (key: string): void => {
    if (dropped.has(key)) return;
    dropped.add(key);
    altered.delete(key);
    waiting.push(key);
  };
  const remake = (key: string): void => {
    if (remade.has(key)) return;
    remade.add(key);
    altered.delete(key);
    waiting.push(key);
  };
  const retype = (key: string): void => {
    if (retyped.has(key)) return;
    retyped.add(key);
    altered.add(key);
    waiting.push(key);
  };
  const change = (old: Part, next: Part): void => {
    if (old.family === "type" && !canChangeInPlace(old, next, from, to)) remake(old.key);
    else if (!canChangeInPlace(old, next, from, to)) drop(old.key);
    else if (old.family === "column") retype(old.key);
    else {
      altered.add(old.key);
      if (old.family === "type") waiting.push(old.key);
    }
  };

  for (const old of was.parts.values()) {
    const next = will.parts.get(old.key);
    if (next === undefined) drop(old.key);
    else if (next.state !== old.state) change(old, next);
  }
  const users = dependents(was);
  const within = membersOf(was);
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (dropped.has(key) || remade.has(key)) for (const member of within.get(key) ?? []) drop(member);
    for (const user of users(key)) {
      const part = was.parts.get(user)!;
      if (dropped.has(user) || comesLoose(part, key, dropped)) continue;
      if (part.family === "type") {
        if (will.parts.has(user) && (remade.has(key) || dropped.has(key)) && isType(was, key)) remake(user);
      } else if (part.family === "table" || (part.family === "column" && part.holdsData === true)) {
        if (part.family === "column" && isType(was, key) && (remade.has(key) || dropped.has(key))) unseat(part);
        else if (part.inherited?.from === key && part.inherited.follows) follow(user, key);
      } else if (!(part.survivesRetype === true && !dropped.has(key))) drop(user);
    }
  }
  const comes = (key: string): boolean => !was.parts.has(key) || dropped.has(key);
  if ([...will.parts.values()].some((part) => HAVE_PRIVILEGES.has(part.family) && comes(part.key))) for (const key of was.parts.keys()) if (key.startsWith("defaultPrivileges ")) dropped.add(key);
  const created = new Set([...will.parts.keys()].filter(comes));
  for (const key of created) altered.delete(key);
  for (const key of dropped) retyped.delete(key);
  return { from, to, was, will, dropped, created, altered, remade, retyped };

  /** The type of a column goes: its values are carried over where they can be. */
  function unseat(part: Part): void {
    const next = will.parts.get(part.key);
    if (next === undefined || retyped.has(part.key)) return;
    if (canChangeInPlace(part, next, from, to)) retype(part.key);
    else drop(part.key);
  }

  function follow(user: string, key: string): void {
    if (retyped.has(key)) retype(user);
  }
}

/** The copy of a parent's part stays when the two tables are parted. */
function comesLoose(part: Part, key: string, dropped: ReadonlySet<string>): boolean {
  return part.inherited?.from === key && dropped.has(part.inherited.link);
}

function isType(graph: Graph, key: string): boolean {
  return graph.parts.get(key)?.family === "type";
}

function membersOf(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>();
  for (const part of graph.parts.values()) {
    for (const owner of part.within ?? []) {
      const list = members.get(owner);
      if (list === undefined) members.set(owner, [part.key]);
      else list.push(part.key);
    }
  }
  return members;
}
