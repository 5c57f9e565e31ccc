import type { PlanNode } from "../../../core/plan/plan.ts";
import type { PlanView } from "../../../core/plan/planView.ts";
import { isRaw } from "./raw.ts";
import type { Raw } from "./raw.ts";

/** A number that EXPLAIN tells of a node; 0 where it tells none. */
export function fact(node: PlanNode, key: string): number {
  const value = node.facts[key];
  return typeof value === "number" ? value : 0;
}

export function word(node: PlanNode, key: string): string | undefined {
  const value = node.facts[key];
  return typeof value === "string" ? value : undefined;
}

export function nodeType(node: PlanNode): string {
  return word(node, "Node Type") ?? "";
}

/** An expression of a node, by the name that EXPLAIN gives it. */
export function condition(node: PlanNode, label: string): string | undefined {
  return node.conditions.find((one) => one.label === label)?.text;
}

/** Rows that were read and thrown away. */
export function discarded(node: PlanNode, by: "filter" | "joinFilter" | "recheck"): number {
  return node.actual?.discarded.find((one) => one.by === by)?.rows ?? 0;
}

/** "Seq Scan on orders", "Sort". */
export function placeOf(node: PlanNode): string {
  return node.relation === undefined ? node.operation : `${node.operation} on ${node.relation.name}`;
}

/** What each worker told of a node. */
export function workersOf(node: PlanNode): readonly Raw[] {
  const workers = node.facts["Workers"];
  return Array.isArray(workers) ? workers.filter(isRaw) : [];
}

export function ancestorsOf(view: PlanView, node: PlanNode): readonly PlanNode[] {
  const parent = view.parentOf(node);
  return parent === undefined ? [] : [parent, ...ancestorsOf(view, parent)];
}

export function descendantsOf(node: PlanNode): readonly PlanNode[] {
  return node.children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** The children that feed a node's rows: without InitPlans, SubPlans and CTEs. */
export function inputsOf(node: PlanNode): readonly PlanNode[] {
  return node.children.filter((child) => child.role === undefined);
}

/** The names of columns of `alias` that an expression mentions; without an alias every bare name. */
export function namesIn(expression: string): readonly string[] {
  const bare = expression.replace(/'(?:[^']|'')*'(?:::"?[\w ]+"?(?:\[\])?)?/g, " ").replace(/::"?[a-z][\w]*"?(?:\[\])?/g, " ");
  return [...bare.matchAll(/"((?:[^"]|"")+)"|\b([a-z_]\w*)\b(?!\s*\()/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!);
}
