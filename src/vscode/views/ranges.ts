/** A list that is longer than this is shown in ranges: rows that a person can still overlook. */
const atOnce = 400;
const smallest = 100;

/** Cuts a long sorted list into ranges of equal length, at most `atOnce` of them where that is possible; a short one is a single range. */
export function rangesOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length <= atOnce) return [items];
  const length = Math.max(smallest, Math.ceil(items.length / atOnce));
  return Array.from({ length: Math.ceil(items.length / length) }, (_, index) => items.slice(index * length, (index + 1) * length));
}
