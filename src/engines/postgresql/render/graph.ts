import type { Catalog } from "../../../core/catalog/catalog.ts";
import { namesOf, needsOf } from "./names.ts";
import type { Part } from "./part.ts";

/** Parts by key, with the keys that each needs; some of these may not be there. */
export interface Graph {
  readonly parts: ReadonlyMap<string, Part>;
  readonly needs: ReadonlyMap<string, readonly string[]>;
}

/** Finds what each part needs. With `columns`, down to the columns that its text names. */
export function graphOf(catalog: Catalog, list: readonly Part[], options: { readonly columns: boolean }): Graph {
  const names = namesOf(catalog, options);
  return { parts: new Map(list.map((part) => [part.key, part])), needs: new Map(list.map((part) => [part.key, needsOf(part, names)])) };
}

/** The part whose statement creates this one, itself where it has a statement of its own. */
export function creatorOf(part: Part, graph: Graph, created: ReadonlySet<string>): Part {
  const outer = part.inline === undefined || !created.has(part.inline) ? undefined : graph.parts.get(part.inline);
  return outer === undefined ? part : creatorOf(outer, graph, created);
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
