import type { BSONRegExp } from "mongodb";
import type { Condition, ConditionKind } from "../../../../core/indexes/queryUse.ts";
import { relaxed } from "../../bson/write.ts";
import { bsonClass, docsIn, isDoc, type Doc, type Value } from "../../bson/value.ts";
import { fieldPart } from "./fieldPart.ts";

/** What a filter asks: conditions that hold for every document wanted, and each $or branch by branch. */
export interface FilterUse {
  readonly conditions: readonly Condition[];
  readonly either: readonly (readonly (readonly Condition[])[])[];
}

/** Up to so many values of $in are searched one by one and merged in their order; more are a range. https://www.mongodb.com/docs/manual/tutorial/equality-sort-range-guideline/ */
const mergedValues = 200;

export function readFilter(filter: Doc): FilterUse {
  const conditions: Condition[] = [];
  const either: (readonly (readonly Condition[])[])[] = [];
  for (const [name, value] of filter) {
    if (name === "$and") {
      for (const inner of docsIn(filter, "$and").map(readFilter)) {
        conditions.push(...inner.conditions);
        either.push(...inner.either);
      }
    } else if (name === "$or") either.push(docsIn(filter, "$or").map((branch) => readFilter(branch).conditions));
    else if (!name.startsWith("$")) conditions.push(...ofField(name, value));
  }
  return { conditions, either: either.filter((branches) => branches.every((branch) => branch.length > 0)) };
}

function ofField(path: string, value: Value): Condition[] {
  if (bsonClass(value) === "BSONRegExp") return [condition(path, isPrefix((value as BSONRegExp).pattern, (value as BSONRegExp).options) ? "prefix" : "other")];
  if (!isDoc(value) || ![...value.keys()].some((name) => name.startsWith("$"))) return [condition(path, value === null ? "null" : "equal", constant(path, value))];
  return [...value].filter(([operator]) => operator !== "$options").map(([operator, operand]) => ofOperator(path, operator, operand, value));
}

function ofOperator(path: string, operator: string, operand: Value, all: Doc): Condition {
  switch (operator) {
    case "$eq":
      return condition(path, operand === null ? "null" : "equal", constant(path, operand));
    case "$in": {
      const values = Array.isArray(operand) ? operand.length : 0;
      return values > mergedValues ? condition(path, "range") : { ...condition(path, "in"), values };
    }
    case "$gt": case "$gte": case "$lt": case "$lte":
      return condition(path, "range");
    case "$exists":
      return operand === true ? { ...condition(path, "notNull"), text: relaxed(new Map([[path, new Map([["$exists", true]])]])) } : condition(path, "other");
    case "$regex": {
      const options = all.get("$options");
      const pattern = bsonClass(operand) === "BSONRegExp" ? (operand as BSONRegExp).pattern : typeof operand === "string" ? operand : "";
      return condition(path, isPrefix(pattern, typeof options === "string" ? options : "") ? "prefix" : "other");
    }
    default:
      return condition(path, "other");
  }
}

/** Only a pattern that is anchored and tells upper from lower case is a range of an index. */
function isPrefix(pattern: string, options: string): boolean {
  return /^\^[\w @:/-]/.test(pattern) && !options.includes("i") && !options.includes("m") && !pattern.includes("|");
}

function condition(path: string, kind: ConditionKind, more: Partial<Condition> = {}): Condition {
  return { part: fieldPart(path), kind, ...more };
}

/** What a partial index may be limited to; documents and arrays compare whole, which nobody means by it. */
function constant(path: string, value: Value): Partial<Condition> {
  if (value === null || isDoc(value) || Array.isArray(value)) return {};
  const simple = typeof value === "string" || typeof value === "boolean";
  return { text: relaxed(new Map([[path, value]])), ...(simple ? { value: String(value) } : {}) };
}
