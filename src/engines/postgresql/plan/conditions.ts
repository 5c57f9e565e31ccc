import type { Json } from "../../../core/json.ts";
import type { PlanCondition } from "../../../core/plan/plan.ts";
import type { Raw } from "./raw.ts";

/** The keys that hold an expression, in the order in which EXPLAIN writes them. */
const kinds: Readonly<Record<string, PlanCondition["kind"]>> = {
  "Sort Key": "sort",
  "Presorted Key": "sort",
  "Order By": "sort",
  "Group Key": "group",
  "Hash Key": "group",
  Window: "group",
  "Grouping Sets": "group",
  "Index Cond": "access",
  "TID Cond": "access",
  "Recheck Cond": "recheck",
  "Hash Cond": "join",
  "Merge Cond": "join",
  "Join Filter": "filter",
  Filter: "filter",
  "One-Time Filter": "filter",
  "Run Condition": "filter",
  "Conflict Filter": "filter",
  "Cache Key": "cache",
  "Function Call": "other",
  "Table Function Call": "other",
  "Remote SQL": "other",
  Output: "output",
};

export const conditionKeys: ReadonlySet<string> = new Set(Object.keys(kinds));

/** The expressions of a node. */
export function conditionsOf(raw: Raw): readonly PlanCondition[] {
  const found: PlanCondition[] = [];
  for (const label in kinds) {
    const value = raw[label];
    if (value === undefined || value === null) continue;
    const text = listed(value);
    if (text !== "") found.push({ kind: kinds[label]!, label, text });
  }
  return found;
}

/** A list as the text form writes it: "a, b". */
export function listed(value: Json): string {
  if (Array.isArray(value)) return value.map(listed).join(", ");
  if (typeof value === "object" && value !== null) return Object.values(value).map((item) => listed(item as Json)).join("; ");
  return String(value);
}
