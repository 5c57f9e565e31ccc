import type { Json } from "../../../core/json.ts";
import { jsonFault } from "./jsonFault.ts";
import { isRaw } from "./raw.ts";
import type { Raw } from "./raw.ts";

/** `at`: in the text that was given. */
export type JsonReading = { readonly raw: Raw; readonly others: number } | { readonly reason: string; readonly at: number };

/**
 * Reads EXPLAIN (FORMAT JSON): the array, one statement's object or one node, also as a driver gives the row, as a JSON or CSV string, or after an auto_explain
 * prefix. `others`: how many further plans the text has.
 */
export function readJson(text: string): JsonReading {
  const found = text.search(/\[\s*[{"]|\{\s*"|"\s*[[{]/);
  const start = found < 0 ? text.search(/[[{]/) : found;
  if (start < 0) return { reason: "It has no JSON.", at: 0 };
  const whole = parse(text, start);
  if ("reason" in whole) return whole;
  const plans = plansIn(whole.value, 0);
  if (plans.length === 0) return { reason: 'It is JSON, but no plan of PostgreSQL: there is no object with the key "Plan" or "Node Type".', at: start };
  return { raw: plans[0]!, others: plans.length - 1 };
}

/** A number that JavaScript would round. */
const longNumber = /("Query Identifier": *)(-?\d{16,})/g;

function parse(text: string, start: number): { readonly value: Json } | { readonly reason: string; readonly at: number } {
  const end = text.lastIndexOf(text[start] === "[" ? "]" : text[start] === "{" ? "}" : '"') + 1;
  const piece = text.slice(start, Math.max(end, start));
  const attempts = [piece, piece.replaceAll('""', '"').replace(/^"|"$/g, "")];
  for (const attempt of attempts) {
    const value = parsed(attempt);
    if (value !== undefined) return { value };
  }
  const fault = jsonFault(text.slice(start));
  if (start + fault >= text.length) return { reason: "The JSON ends before it is complete: part of the plan was not copied.", at: text.length };
  return { reason: `The JSON cannot be read from “${text.slice(start + fault, start + fault + 20).split("\n", 1)[0]!}” on.`, at: start + fault };
}

/** undefined: it is no JSON. */
function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text.replace(longNumber, '$1"$2"')) as Json;
  } catch {
    return undefined;
  }
}

function plansIn(value: Json, depth: number): readonly Raw[] {
  if (depth > 6) return [];
  if (typeof value === "string") {
    const start = value.search(/[[{]/);
    if (start < 0) return [];
    const inner = parse(value, start);
    return "reason" in inner ? [] : plansIn(inner.value, depth + 1);
  }
  if (Array.isArray(value)) return value.flatMap((item) => plansIn(item as Json, depth + 1));
  if (!isRaw(value)) return [];
  if (isRaw(value["Plan"]) && typeof value["Plan"]["Node Type"] === "string") return [value];
  if (typeof value["Node Type"] === "string") return [{ Plan: value }];
  return Object.values(value).flatMap((item) => plansIn(item, depth + 1));
}
