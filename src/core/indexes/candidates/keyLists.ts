import type { IndexAbilities } from "../abilities.ts";
import type { DraftKey } from "../indexDraft.ts";
import type { Condition, OrderKey } from "../queryUse.ts";
import type { Frame } from "./frame.ts";

/**
 * Keys in the order equality, sort, range, and the shorter lists that may do as well: an index finds what is equal in one place, reads it in its order from
 * there, and a range would break that order (the rule that MongoDB's documentation calls ESR). The full lists come first.
 */
export function keyLists(frame: Frame, abilities: IndexAbilities): readonly (readonly DraftKey[])[] {
  const equal = frame.equal.map(keyOf);
  const lists = frame.lists.map(keyOf);
  const ranges = frame.ranges.map(keyOf);
  const order = frame.order.map((key) => orderKey(key, abilities));
  const group = frame.group.map((part): DraftKey => ({ part, descending: false }));
  const found: (readonly DraftKey[])[] = [];
  for (const start of starts(frame, equal)) {
    for (const range of ranges) found.push([...start, ...order, range], [...start, range], [...start, range, ...order]);
    for (const list of lists) found.push([...start, list, ...order], [...start, ...order, list], [...start, list], ...ranges.map((range) => [...start, list, range]));
    if (lists.length > 1) found.push([...start, ...lists, ...order]);
    found.push([...start, ...order], [...start, ...group], [...start, ...group, ...ranges.slice(0, 1)], start);
  }
  for (const single of [...equal, ...frame.joins.map(keyOf), ...lists, ...ranges]) found.push([single]);
  return distinct(found.map((keys) => unrepeated(keys).slice(0, abilities.mostKeys)).filter((keys) => keys.length > 0));
}

/** What an index may begin with: all that is equal, with and without what a join gives, and nothing. */
function starts(frame: Frame, equal: readonly DraftKey[]): readonly (readonly DraftKey[])[] {
  const joins = frame.joins.map(keyOf);
  const found = [equal, ...joins.flatMap((join) => [[join, ...equal], [...equal, join]]), ...(joins.length > 1 ? [[...joins, ...equal]] : []), ...joins.map((join) => [join])];
  return [...found.filter((keys) => keys.length > 0), ...(equal.length > 2 ? [equal.slice(0, 2)] : []), []];
}

function keyOf({ part, operatorClass }: Condition): DraftKey {
  return { part, descending: false, ...(operatorClass === undefined ? {} : { operatorClass }) };
}

function orderKey({ part, descending, nulls }: OrderKey, abilities: IndexAbilities): DraftKey {
  return { part, descending: descending && abilities.descending, ...(nulls === undefined || !abilities.nullsOrder ? {} : { nulls }) };
}

function unrepeated(keys: readonly DraftKey[]): DraftKey[] {
  return keys.filter(({ part }, at) => keys.findIndex((key) => key.part.text === part.text) === at);
}

function distinct(lists: readonly (readonly DraftKey[])[]): (readonly DraftKey[])[] {
  const seen = new Set<string>();
  return lists.filter((keys) => {
    const text = JSON.stringify(keys);
    return !seen.has(text) && seen.add(text) !== undefined;
  });
}
