import type { ColumnStatistics, IndexUsage, TableStatistics } from "../../../core/indexes/statistics.ts";
import { StatementError } from "../../../core/errors.ts";
import { canonical } from "../bson/write.ts";
import { docIn, docsIn, isDoc, numberOf, type Doc, type Value } from "../bson/value.ts";
import type { MongodbLink } from "../link.ts";
import { documentsOf } from "../link.ts";

/** Documents that a field's values are estimated from. */
const sampled = 1000;

/** Counts, sizes and uses as the server tells them, and values of the fields from a sample of each collection: the server keeps no statistics of them. */
export async function readStatistics(link: MongodbLink, tables: readonly { readonly table: string }[], signal: AbortSignal): Promise<readonly TableStatistics[]> {
  const found: TableStatistics[] = [];
  for (const table of new Set(tables.map((one) => one.table))) {
    const statistics = await ofCollection(link, table, signal);
    if (statistics !== undefined) found.push(statistics);
  }
  return found;
}

/** Undefined for a view, and where the account may not ask. */
async function ofCollection(link: MongodbLink, table: string, signal: AbortSignal): Promise<TableStatistics | undefined> {
  const asked = async <Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof StatementError) return undefined;
      throw error;
    }
  };
  const stats = await asked(() => link.ask({ collStats: table }, { signal }));
  if (stats === undefined) return undefined;
  const uses = (await asked(() => documentsOf(link, { aggregate: table, pipeline: [{ $indexStats: {} }], cursor: {} }, { signal }))) ?? [];
  const rows = numberOf(stats.get("count")) ?? 0;
  const sample = await documentsOf(link, { aggregate: table, pipeline: [{ $sample: { size: sampled } }], cursor: {} }, { signal });
  return { schema: "", table, rows, bytes: numberOf(stats.get("size")) ?? 0, columns: columnsOf(sample, rows), indexes: indexesOf(docIn(stats, "indexSizes"), uses) };
}

function indexesOf(sizes: Doc, uses: readonly Doc[]): IndexUsage[] {
  return [...sizes].map(([name, bytes]): IndexUsage => {
    const accesses = docIn(uses.find((one) => one.get("name") === name) ?? new Map<string, Value>(), "accesses");
    const [scans, since] = [numberOf(accesses.get("ops")), accesses.get("since")];
    return { name, bytes: numberOf(bytes) ?? 0, ...(scans === undefined ? {} : { scans }), ...(since instanceof Date ? { since } : {}) };
  });
}

function columnsOf(sample: readonly Doc[], rows: number): Record<string, ColumnStatistics> {
  const values = new Map<string, Map<string, number>>();
  const widths = new Map<string, number>();
  for (const document of sample) {
    for (const [path, value] of leaves(document, "")) {
      const text = canonical(value);
      const counts = values.get(path) ?? new Map<string, number>();
      values.set(path, counts.set(text, (counts.get(text) ?? 0) + 1));
      widths.set(path, (widths.get(path) ?? 0) + text.length);
    }
  }
  return Object.fromEntries([...values].map(([path, counts]): [string, ColumnStatistics] => {
    const there = [...counts.values()].reduce((sum, count) => sum + count, 0);
    // Values that came once in the sample hint at as many more outside of it.
    const once = [...counts.values()].filter((count) => count === 1).length;
    const distinct = sample.length >= rows ? counts.size : Math.min(rows, counts.size + (once / Math.max(1, there)) * (rows - sample.length));
    const common = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 20).filter(([, count]) => count > 1).map(([text, count]): [string, number] => [plain(text), count / sample.length]);
    return [path, { distinct: Math.max(1, distinct), nulls: Math.max(0, 1 - there / Math.max(1, sample.length)), common: Object.fromEntries(common), width: Math.round((widths.get(path) ?? 0) / Math.max(1, there)) }];
  }));
}

/** As conditions write a constant: a text without its quotes. */
function plain(text: string): string {
  return text.startsWith('"') ? String(JSON.parse(text)) : text;
}

function leaves(document: Doc, prefix: string): [string, Value][] {
  return [...document].flatMap(([name, value]): [string, Value][] => (isDoc(value) ? leaves(value, `${prefix}${name}.`) : Array.isArray(value) ? docsIn(document, name).slice(0, 1).flatMap((inner) => leaves(inner, `${prefix}${name}.`)) : value === null ? [] : [[prefix + name, value]]));
}
