/** Works on all items, so many at a time; the results stand in the order of the items. The first failure ends it. */
export async function inParallel<Item, Value>(items: readonly Item[], width: number, work: (item: Item) => Promise<Value>): Promise<Value[]> {
  const results: Value[] = [];
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length && !failed; at = next++) {
      try {
        results[at] = await work(items[at] as Item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
