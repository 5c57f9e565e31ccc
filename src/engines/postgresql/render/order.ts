import { creatorOf, type Graph } from "./graph.ts";
import { FAMILIES, type Family, type Part } from "./part.ts";

/** Parts in an order in which each comes after what it needs, families and names deciding between equals. Cycles are cut at the first part of the family order. */
export function inOrder(graph: Graph, keys: Iterable<string>): Part[] {
  const ranked = sorted([...keys].map((key) => graph.parts.get(key)!));
  const place = new Map(ranked.map((part, index) => [part.key, index]));
  const waiting = new Int32Array(ranked.length);
  const users: number[][] = ranked.map(() => []);
  for (const [index, part] of ranked.entries()) {
    for (const key of graph.needs.get(part.key) ?? []) {
      const need = place.get(key);
      if (need === undefined || need === index) continue;
      waiting[index]! += 1;
      users[need]!.push(index);
    }
  }
  return released(ranked, waiting, users);
}

/** The order for creating: parts that another's statement creates stand with that one, so that it waits for what they need. */
export function inCreationOrder(graph: Graph, keys: ReadonlySet<string>): Part[] {
  const own = withoutInline(graph, keys);
  return inOrder(own, own.parts.keys());
}

/** The graph of the parts that have a statement of their own; each needs what it needs itself and what its inline parts need. Only parts in `made` create others. */
export function withoutInline(graph: Graph, keys: ReadonlySet<string>, made: ReadonlySet<string> = keys): Graph {
  const creators = new Map<string, string>();
  const parts = new Map<string, Part>();
  for (const key of keys) {
    const part = graph.parts.get(key)!;
    const creator = creatorOf(part, graph, made);
    if (creator === part) parts.set(key, part);
    else creators.set(key, creator.key);
  }
  if (creators.size === 0) return { parts, needs: graph.needs };
  const needs = new Map<string, string[]>();
  for (const key of parts.keys()) needs.set(key, (graph.needs.get(key) ?? []).map((need) => creators.get(need) ?? need));
  for (const [key, creator] of creators) needs.get(creator)!.push(...(graph.needs.get(key) ?? []).map((need) => creators.get(need) ?? need));
  return { parts, needs };
}

function released(ranked: readonly Part[], waiting: Int32Array, users: readonly (readonly number[])[]): Part[] {
  const ready = new Heap();
  for (const [index, count] of waiting.entries()) if (count === 0) ready.push(index);
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
    order.push(ranked[next]!);
    for (const user of users[next]!) {
      waiting[user]! -= 1;
      if (waiting[user] === 0) ready.push(user);
    }
  }
  return order;
}

/** By family, then by key. */
function sorted(parts: readonly Part[]): Part[] {
  const families = new Map<Family, Part[]>(FAMILIES.map((family) => [family, []]));
  for (const part of parts) families.get(part.family)!.push(part);
  return [...families.values()].flatMap((list) => list.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)));
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
