import type { PlanNode } from "../../../core/plan/plan.ts";
import type { PlanView } from "../../../core/plan/planView.ts";
import { tokensOf } from "../scan/tokens.ts";
import { numberAt } from "./values.ts";

/** The rows that a statement asks for at most, and those that it leaves out before. */
export interface Limit {
  readonly limit: number;
  readonly offset: number;
  /** Where the plan has it as a node. */
  readonly node?: PlanNode;
}

const limits = new WeakMap<PlanView, Limit | null>();

/** From the plan where it tells (MySQL's iterators), else from the statement's own last LIMIT. */
export function limitOf(view: PlanView): Limit | undefined {
  const known = limits.get(view);
  if (known !== undefined) return known ?? undefined;
  const limit = limitIn(view);
  limits.set(view, limit ?? null);
  return limit;
}

function limitIn(view: PlanView): Limit | undefined {
  const node = view.nodes.find((one) => one.kind === "limit" && numberAt(one.facts, "limit") !== undefined);
  if (node !== undefined) {
    const offset = numberAt(node.facts, "offset") ?? numberAt(node.facts, "limit_offset") ?? 0;
    return { limit: numberAt(node.facts, "limit") ?? 0, offset, node };
  }
  return view.plan.query === undefined ? undefined : limitOfQuery(view.plan.query);
}

function limitOfQuery(query: string): Limit | undefined {
  const tokens = tokensOf(query, "mysql").filter((token) => token.text !== ";");
  const at = tokens.findLastIndex((token) => token.upper === "LIMIT");
  const [first, mark, second, ...rest] = tokens.slice(at + 1);
  if (at === -1 || first?.kind !== "number" || rest.length > 0) return undefined;
  const [one, two] = [Number(first.text), Number(second?.text ?? "0")];
  return mark?.text === "," ? { limit: two, offset: one } : { limit: one, offset: mark?.upper === "OFFSET" ? two : 0 };
}

const gathers = new Set(["sort", "aggregate", "materialize", "hash", "append"]);

/** True where nothing between the node and a limit must see all rows first, so that reading ends with the last row wanted. */
export function stopsEarly(view: PlanView, node: PlanNode): boolean {
  const limit = limitOf(view);
  if (limit === undefined) return false;
  for (let parent = view.parentOf(node); parent !== undefined; parent = view.parentOf(parent)) {
    if (parent === limit.node) return true;
    if (gathers.has(parent.kind) || parent.role !== undefined) return false;
  }
  return limit.node === undefined;
}
