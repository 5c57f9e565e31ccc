import type { Json } from "../../../core/json.ts";
import type { PlanNode } from "../../../core/plan/plan.ts";
import type { PlanView } from "../../../core/plan/planView.ts";
import { type Fields, isFields, listIn } from "./explainText.ts";

/** One comparison of a filter. */
export interface Condition {
  readonly path: string;
  /** "$eq", "$gt", "$regex". */
  readonly operator: string;
  readonly value: Json;
  /** All of what the field is compared with: the options of a $regex stand beside it. */
  readonly beside: Fields;
}

/** The filter of a stage as its plan has it. */
export function filterOf(node: PlanNode): Fields | undefined {
  const text = node.conditions.find((condition) => condition.kind === "filter")?.text;
  return text === undefined ? undefined : fieldsFrom(text);
}

/** A document that a condition of a plan holds as text. */
export function fieldsFrom(text: string): Fields | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What must hold of every document, without what stands below $or and $nor. */
export function conditionsOf(filter: Fields): Condition[] {
  return Object.entries(filter).flatMap(([name, value]) => {
    if (name === "$and") return Array.isArray(value) ? value.filter(isFields).flatMap(conditionsOf) : [];
    if (name.startsWith("$")) return [];
    return comparisons(name, value);
  });
}

/** All comparisons, also those below $or and $nor. */
export function everyCondition(filter: Fields): Condition[] {
  return Object.entries(filter).flatMap(([name, value]) => {
    if (name === "$and" || name === "$or" || name === "$nor") return Array.isArray(value) ? value.filter(isFields).flatMap(everyCondition) : [];
    return name.startsWith("$") ? [] : comparisons(name, value);
  });
}

function comparisons(path: string, value: Json): Condition[] {
  if (!isFields(value)) return [{ path, operator: "$eq", value, beside: {} }];
  const regex = value["$regularExpression"];
  if (isFields(regex)) return [{ path, operator: "$regex", value: regex["pattern"] ?? "", beside: { $options: regex["options"] ?? "" } }];
  const operators = Object.entries(value).filter(([name]) => name.startsWith("$") && name !== "$options");
  if (operators.length === 0 || ["$date", "$oid", "$numberDecimal", "$binary", "$uuid", "$timestamp", "$minKey", "$maxKey"].includes(operators[0]?.[0] ?? "")) return [{ path, operator: "$eq", value, beside: {} }];
  return operators.flatMap(([operator, operand]): Condition[] => {
    if (operator === "$not" && isFields(operand)) return comparisons(path, operand).map((inner) => ({ ...inner, operator: "$not" }));
    return [{ path, operator, value: operand, beside: value }];
  });
}

/** The branches of the $or that every document must meet. */
export function branchesOf(filter: Fields): readonly Fields[] {
  const own = listIn(filter, "$or").filter(isFields);
  if (own.length > 0) return own;
  return listIn(filter, "$and").filter(isFields).map(branchesOf).find((branches) => branches.length > 0) ?? [];
}

const asked = new WeakMap<PlanView, readonly Condition[]>();

/** Every regular expression that the command asks for. */
export function queryPatterns(view: PlanView): readonly Condition[] {
  const patterns = asked.get(view) ?? queryFilters(view).flatMap(everyCondition).filter((condition) => condition.operator === "$regex");
  asked.set(view, patterns);
  return patterns;
}

/** What the command asks for, of its own text or as the server read it. */
export function queryFilters(view: PlanView): Fields[] {
  const { command, parsedQuery } = view.plan.facts;
  const sent = isFields(command) ? [command["filter"], command["query"], command["q"], ...listIn(command, "pipeline").filter(isFields).map((stage) => stage["$match"])] : [];
  return [parsedQuery, ...sent, ...view.nodes.map(filterOf)].filter(isFields);
}

/** Does one of these names stand anywhere in it? */
export function mentions(value: Json, names: ReadonlySet<string>): string | undefined {
  if (Array.isArray(value)) return value.map((item) => mentions(item, names)).find((found) => found !== undefined);
  if (!isFields(value)) return undefined;
  return Object.entries(value).map(([name, item]) => (names.has(name) ? name : mentions(item, names))).find((found) => found !== undefined);
}
