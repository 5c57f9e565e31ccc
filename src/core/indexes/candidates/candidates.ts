import type { IndexAbilities } from "../abilities.ts";
import { draftKey, type DraftKey, type IndexDraft } from "../indexDraft.ts";
import type { TableUse } from "../queryUse.ts";
import type { TableStatistics } from "../statistics.ts";
import { carriedFor } from "./carried.ts";
import { type Frame, framesOf } from "./frame.ts";
import { keyLists } from "./keyLists.ts";
import { predicatesOf, predicateText } from "./predicates.ts";

/** Key lists, from the fullest, that are also tried with the columns that make reading the table itself unnecessary. */
const mostCovering = 4;

/** Indexes that one mention of a table could be served by; the most specific first. None of them is known to help. */
export function candidatesFor(use: TableUse, statistics: TableStatistics | undefined, abilities: IndexAbilities): readonly IndexDraft[] {
  const found = new Map<string, IndexDraft>();
  const add = (draft: IndexDraft): void => void (found.has(draftKey(draft)) ? undefined : found.set(draftKey(draft), draft));
  for (const frame of framesOf(use, statistics)) for (const draft of ofFrame(frame, use, statistics, abilities)) add(draft);
  return [...found.values()];
}

function ofFrame(frame: Frame, use: TableUse, statistics: TableStatistics | undefined, abilities: IndexAbilities): IndexDraft[] {
  const { schema, table } = use;
  const found: IndexDraft[] = [];
  const ordered = (keys: readonly DraftKey[], predicate?: string): IndexDraft => ({ schema, table, method: abilities.ordered, keys: forwards(keys), carried: [], ...(predicate === undefined ? {} : { predicate }) });
  const covering = (draft: IndexDraft, known: ReadonlySet<string> = new Set()): IndexDraft[] => {
    const carried = carriedFor(draft, use, statistics).filter((column) => !known.has(column));
    if (carried.length === 0) return [];
    if (abilities.carries) return [{ ...draft, carried }];
    return abilities.coversByKeys ? [{ ...draft, keys: [...draft.keys, ...carried.map((name) => ({ part: abilities.column(name), descending: false }))], carried: [] }] : [];
  };
  const lists = keyLists(frame, abilities).filter((keys) => abilities.expressions || keys.every(({ part }) => !part.expression));
  lists.forEach((keys, at) => found.push(ordered(keys), ...(at < mostCovering ? covering(ordered(keys)) : [])));
  for (const { part, method, operatorClass } of frame.inverted) {
    if (method !== undefined) found.push({ schema, table, method, keys: [{ part, descending: false, ...(operatorClass === undefined ? {} : { operatorClass }) }], carried: [] });
  }
  const partial: IndexDraft[] = [];
  if (abilities.partial) {
    for (const predicate of predicatesOf(frame, statistics)) {
      const settled = new Set(predicate.filter(({ kind }) => kind === "equal" || kind === "null").map(({ part }) => part.text));
      const fixed = new Set(predicate.flatMap(({ part }) => part.columns));
      const left = unique(lists.map((keys) => keys.filter(({ part }) => !settled.has(part.text))).filter((keys) => keys.length > 0));
      const keep = left.length > 0 ? left : lists.slice(0, 1);
      keep.forEach((keys, at) => {
        const draft = ordered(keys, predicateText(predicate));
        // What the predicate fixes need not be carried, unless it is shown as well.
        partial.push(draft, ...(at < mostCovering ? [...covering(draft, fixed), ...covering(draft)] : []));
      });
    }
  }
  return inTurn(found, partial);
}

/** Where only the first ones are tried, both kinds are among them. */
function inTurn(whole: readonly IndexDraft[], partial: readonly IndexDraft[]): IndexDraft[] {
  return Array.from({ length: Math.max(whole.length, partial.length) }, (_, at) => [whole[at], partial[at]].filter((draft) => draft !== undefined)).flat();
}

/** An index that descends in everything is one that ascends, read backwards. */
function forwards(keys: readonly DraftKey[]): readonly DraftKey[] {
  return keys.every(({ descending, nulls }) => descending && nulls === undefined) ? keys.map((key) => ({ ...key, descending: false })) : keys;
}

function unique(lists: readonly (readonly DraftKey[])[]): readonly (readonly DraftKey[])[] {
  return [...new Map(lists.map((keys) => [JSON.stringify(keys), keys])).values()];
}
