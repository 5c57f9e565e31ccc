import type { Json } from "../../../core/json.ts";
import type { PlanNode } from "../../../core/plan/plan.ts";
import type { PlanView } from "../../../core/plan/planView.ts";
import { type Fields, isFields } from "./explainText.ts";
import { conditionsOf, fieldsFrom } from "./filter.ts";

const equal = new Set(["$eq", "$in"]);
const range = new Set(["$gt", "$gte", "$lt", "$lte", "$exists", "$type"]);

/** The keys of an index for a filter and a sort: equality, then sort, then range (https://www.mongodb.com/docs/manual/tutorial/equality-sort-range-guideline/). */
export function keysFor(filter: Fields, sort: Fields | undefined): Record<string, Json> {
  const conditions = conditionsOf(filter);
  const keys: Record<string, Json> = {};
  const add = (path: string, direction: Json): void => {
    if (!Object.hasOwn(keys, path)) keys[path] = direction;
  };
  for (const { path, operator } of conditions) if (equal.has(operator)) add(path, 1);
  for (const [path, direction] of Object.entries(sort ?? {})) if (typeof direction === "number") add(path, direction);
  for (const { path, operator, value, beside } of conditions) if (range.has(operator) || (operator === "$regex" && isAnchored(value, beside))) add(path, 1);
  return keys;
}

/** A pattern that says how the text begins, in its case. */
export function isAnchored(pattern: Json, beside: Fields): boolean {
  const options = beside["$options"];
  return typeof pattern === "string" && /^(?:\^|\\A)[^.*+?|()[\]{}$]/.test(pattern) && !(typeof options === "string" && options.includes("i"));
}

/** The command that makes the index; undefined without keys. */
export function createIndexes(collection: string, keys: Record<string, Json>): string | undefined {
  const entries = Object.entries(keys);
  if (entries.length === 0) return undefined;
  const name = entries.map(([path, direction]) => `${path}_${String(direction)}`).join("_");
  return JSON.stringify({ createIndexes: collection, indexes: [{ key: keys, name }] });
}

/** What the sort above a stage asks for. */
export function sortAbove(view: PlanView, node: PlanNode): Fields | undefined {
  for (let above = view.parentOf(node); above !== undefined; above = view.parentOf(above)) {
    if (above.kind === "aggregate" || above.kind === "join") return undefined;
    if (above.kind === "sort") return sortPattern(above);
  }
  return undefined;
}

export function sortPattern(node: PlanNode): Fields | undefined {
  const text = node.conditions.find((condition) => condition.kind === "sort")?.text;
  const pattern = text === undefined ? undefined : fieldsFrom(text);
  const key = pattern?.["sortKey"];
  return isFields(key) ? key : pattern;
}

/** The index that is read below a stage, without a branch on the way. */
export function scanBelow(node: PlanNode): PlanNode | undefined {
  if (node.operation === "IXSCAN" || node.operation === "COUNT_SCAN" || node.operation === "DISTINCT_SCAN") return node;
  const [only, ...others] = node.children;
  return only === undefined || others.length > 0 ? undefined : scanBelow(only);
}

/** Keys of the index in their order. */
export function keyPattern(scan: PlanNode): Fields {
  const pattern = scan.facts["keyPattern"];
  return isFields(pattern) ? pattern : typeof pattern === "string" ? (fieldsFrom(pattern.replace(/([{,]\s*)([\w.$]+):/g, '$1"$2":')) ?? {}) : {};
}

/** The bounds of each key as they are written: "a" to ["[5, 5]"]. */
export function boundsOf(scan: PlanNode): ReadonlyMap<string, string> {
  const text = scan.conditions.find((condition) => condition.kind === "access")?.text ?? "";
  const fields = Object.keys(keyPattern(scan));
  const found = new Map<string, string>();
  let rest = text;
  for (const [at, field] of fields.entries()) {
    const start = rest.indexOf(`${field}: `);
    if (start === -1) continue;
    const next = fields[at + 1];
    const end = next === undefined ? -1 : rest.indexOf(`; ${next}: `, start);
    found.set(field, rest.slice(start + field.length + 2, end === -1 ? undefined : end));
    rest = end === -1 ? "" : rest.slice(end + 2);
  }
  return found;
}

/** Everything, from one end to the other. */
export function isUnbounded(bound: string): boolean {
  return /^\[(?:MinKey, MaxKey|MaxKey, MinKey)\]$/.test(bound);
}
