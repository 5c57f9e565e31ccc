import { columnsOf, type IndexDraft } from "./indexDraft.ts";
import type { QueryUse, WriteUse } from "./queryUse.ts";
import type { WeightedQuery } from "./bench.ts";

/** Rows that a run of the workload writes and that an index would have to follow: every insert, and those updates that set a column of it. A row per statement is assumed. */
export function rowsToFollow(draft: IndexDraft, workload: readonly { readonly query: WeightedQuery; readonly use: QueryUse }[]): number {
  return workload.reduce((sum, { query, use }) => sum + use.writes.filter((write) => mustFollow(draft, write)).length * query.calls, 0);
}

function mustFollow(draft: IndexDraft, { schema, table, kind, columns }: WriteUse): boolean {
  if (schema !== draft.schema || table !== draft.table || kind === "delete") return false;
  return kind === "insert" || columnsOf(draft).some((column) => columns.includes(column)) || columns.some((column) => (draft.predicate ?? "").includes(column));
}
