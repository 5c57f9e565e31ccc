import type { Json } from "../../../core/json.ts";
import { isRaw } from "./raw.ts";
import type { Raw } from "./raw.ts";

/** `at`: in the text that was given. */
export type JsonReading = { readonly raw: Raw; readonly others: number } | { readonly reason: string; readonly at: number };

/**
 * Reads EXPLAIN (FORMAT JSON): the array, one statement's object or one node, also as a driver gives the row, as a JSON or CSV string, or after an auto_explain
 * prefix. `others`: how many further plans the text has.
 */
export function readJson(text: string): JsonReading {
  const start = text.search(/\[\s*[{"]|\{\s*"|"\s*[[{]/);
  if (start < 0) return { reason: "It has no JSON.", at: 0 };
  const parsed = parse(text, start);
  if ("reason" in parsed) return parsed;
  const plans = plansIn(parsed.value, 0);
  if (plans.length === 0) return { reason: 'It is JSON, but no plan of PostgreSQL: there is no object with the key "Plan" or "Node Type".', at: start };
  return { raw: plans[0]!, others: plans.length - 1 };
}

/** A number that JavaScript would round. */
const longNumber = /("Query Identifier": *)(-?\d{16,})/g;

function parse(text: string, start: number): { readonly value: Json } | { readonly reason: string; readonly at: number } {
  const end = text.lastIndexOf(text[start] === "[" ? "]" : text[start] === "{" ? "}" : '"') + 1;
  const piece = text.slice(start, Math.max(end, start));
  const attempts = [piece, piece.replaceAll('""', '"').replace(/^"|"$/g, "")];
  let first: unknown;
  for (const attempt of attempts) {
    try {
      return { value: JSON.parse(attempt.replace(longNumber, '$1"$2"')) as Json };
    } catch (error) {
      first ??= error;
    }
  }
  const message = first instanceof Error ? first.message : String(first);
  const position = /position (\d+)/.exec(message)?.[1];
  const cut = position === undefined || /end of JSON/i.test(message);
  return cut
    ? { reason: "The JSON ends before it is complete: part of the plan was not copied.", at: text.length }
    : { reason: `The JSON cannot be read: ${message.replace(/ \(line .*$| in JSON at position.*$/, "")}.`, at: start + Number(position) };
}

function plansIn(value: Json, depth: number): readonly Raw[] {
  if (depth > 6) return [];
  if (typeof value === "string") {
    const start = value.search(/[[{]/);
    if (start < 0) return [];
    const parsed = parse(value, start);
    return "reason" in parsed ? [] : plansIn(parsed.value, depth + 1);
  }
  if (Array.isArray(value)) return value.flatMap((item) => plansIn(item as Json, depth + 1));
  if (!isRaw(value)) return [];
  if (isRaw(value["Plan"]) && typeof value["Plan"]["Node Type"] === "string") return [value];
  if (typeof value["Node Type"] === "string") return [{ Plan: value }];
  return Object.values(value).flatMap((item) => plansIn(item, depth + 1));
}
