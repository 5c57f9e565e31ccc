import type { Json } from "../../../core/json.ts";
import { bufferKeys } from "./buffers.ts";
import { conditionKeys, listed } from "./conditions.ts";
import { isRaw } from "./raw.ts";
import type { Raw } from "./raw.ts";

/** What has a place of its own in PlanNode. */
const placed = new Set([
  ...conditionKeys,
  ...bufferKeys,
  "Plans", "Parent Relationship", "Subplan Name", "Relation Name", "Schema", "Alias", "Index Name",
  "Startup Cost", "Total Cost", "Plan Rows", "Plan Width",
  "Actual Startup Time", "Actual Total Time", "Actual Rows", "Actual Loops",
  "Rows Removed by Filter", "Rows Removed by Join Filter", "Rows Removed by Index Recheck", "Rows Removed by Conflict Filter",
]);

/** What the JSON form tells and the text form tells by saying nothing. */
const unsaid: Readonly<Record<string, Json>> = { "Parallel Aware": false, "Async Capable": false, Disabled: false, "Scan Direction": "Forward", "Partial Mode": "Simple", "Inner Unique": false, "Single Copy": false };
const unsaidZeros = /^(?:WAL |Exact Heap|Lossy Heap|Temp |Local |Shared |I\/O |Planned Partitions|Disk Usage|Tuples |Subplans Removed)/;

/** All else that PostgreSQL tells of a node, in its own words; lists as the text form writes them. */
export function nodeFacts(raw: Raw): Readonly<Record<string, Json>> {
  const facts: Record<string, Json> = {};
  for (const key in raw) {
    const value = raw[key]!;
    if (placed.has(key) || value === null || unsaid[key] === value || (value === 0 && unsaidZeros.test(key)) || (Array.isArray(value) && value.length === 0)) continue;
    facts[key] = valueOf(value);
  }
  return facts;
}

function valueOf(value: Json): Json {
  if (typeof value !== "object" || !Array.isArray(value)) return value;
  return value.some(isRaw) ? value.map((item: Json) => (isRaw(item) ? withoutZeros(item) : item)) : listed(value);
}

/** Without the counters that are 0. */
export function withoutZeros(raw: Raw): Raw {
  return Object.fromEntries(Object.entries(raw).filter(([key, value]) => !(value === 0 && unsaidZeros.test(key))));
}
