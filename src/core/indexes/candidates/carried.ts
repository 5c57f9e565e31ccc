import type { IndexDraft } from "../indexDraft.ts";
import type { TableUse } from "../queryUse.ts";
import type { TableStatistics } from "../statistics.ts";

/** More columns, or more bytes of them, make an index a second table. */
const mostColumns = 4;
const mostBytes = 120;

/** The columns that a query reads besides the keys, where carrying them is in proportion; the names as they are. Empty where it covers already, or cannot. */
export function carriedFor(draft: IndexDraft, use: TableUse, statistics: TableStatistics | undefined): readonly string[] {
  if (use.reads === "all") return [];
  const held = new Set(draft.keys.flatMap(({ part }) => (part.expression ? [] : part.columns)));
  const missing = use.reads.filter((column) => !held.has(column));
  // What is searched as an expression would stand in it twice.
  if (draft.keys.some(({ part }) => part.expression && part.columns.some((column) => missing.includes(column)))) return [];
  const bytes = missing.reduce((sum, column) => sum + (statistics?.columns[column]?.width ?? 8), 0);
  return missing.length > mostColumns || bytes > mostBytes ? [] : missing;
}
