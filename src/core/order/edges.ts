import type { Edge } from "./arrange.ts";
import type { Identity } from "./identity.ts";
import type { Accesses, Requirement } from "./violation.ts";

/**
 * What must stay before what, so that every statement still finds the same objects, and what must come first so that it finds them at all.
 * Looks at the statements of the span [from, to). `unit` maps a statement's position to what is moved (a statement of one file, or a whole file).
 */
export function edgesOf(accesses: Accesses, [from, to]: readonly [number, number], requirements: readonly Requirement[], unit: (at: number) => number): Edge[] {
  const edges = new Map<number, Set<number>>();
  const add = (before: number, after: number): void => {
    if (before === after) return;
    const set = edges.get(before);
    if (set === undefined) edges.set(before, new Set([after]));
    else set.add(after);
  };
  const byKey = new Map<Identity, { writer: number; users: number[] }>();
  accesses.each(from, to, (at, key, writes) => {
    const here = unit(at);
    let state = byKey.get(key);
    if (state === undefined) byKey.set(key, (state = { writer: -1, users: [] }));
    if (state.writer !== -1) add(state.writer, here);
    if (writes) {
      for (const user of state.users) add(user, here);
      state.writer = here;
      state.users = [];
    } else if (state.users.at(-1) !== here) state.users.push(here);
  });
  for (const { at, needs } of requirements) add(unit(needs), unit(at));
  return [...edges].flatMap(([before, set]) => [...set].map((after): Edge => ({ before, after })));
}
