import { conditionKeys } from "../conditions.ts";

/** What EXPLAIN up to version 18 writes before a colon below a node. */
const labels = new Set([
  ...conditionKeys,
  "Buffers", "I/O Timings", "WAL", "Memory", "Heap Blocks", "Heap Fetches", "Index Searches", "Rows Removed by Filter", "Rows Removed by Join Filter", "Rows Removed by Index Recheck", "Rows Removed by Conflict Filter",
  "Sort Method", "Full-sort Groups", "Pre-sorted Groups", "Buckets", "Batches", "Planned Partitions", "Hits", "Cache Mode", "Storage", "Workers Planned", "Workers Launched", "Single Copy", "Inner Unique", "Disabled",
  "Params Evaluated", "Subplans Removed", "Conflict Resolution", "Conflict Arbiter Indexes", "Tuples Inserted", "Conflicting Tuples", "Tuples", "Sampling", "Relations", "Functions", "Options", "Timing", "Estimates", "Replaces",
]);
const section = /^\s*(?:Planning:?|JIT:|Settings:|Planning [Tt]ime:|Execution [Tt]ime:|Total runtime:|Query Identifier:|Serialization:|Trigger |Worker \d+:|(?:InitPlan|SubPlan|CTE) \S+(?: \(returns [^)]*\))?\s*$)/;
const labelled = /^(\s*)([A-Z][\w/ -]*?):(?: |$)/;

/** A line that tells of the whole, of a worker, or names the sub-plan that follows. */
export function startsSection(text: string): boolean {
  return section.test(text);
}

/** A line "label: value". A label that is not known counts where it is indented as a property of a node is. */
export function isProperty(text: string): boolean {
  const found = labelled.exec(text);
  return found !== null && (labels.has(found[2]!) || (found[1]!.length >= 2 && /^[A-Z][a-z]/.test(found[2]!)));
}
