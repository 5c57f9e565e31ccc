import type { Plan, PlanNode } from "../../../core/plan/plan.ts";

/** Keys and documents that an execution looked at: the totals that the server tells, else what its stages do. */
export function examined({ facts, root }: Plan): number {
  const [keys, documents] = [facts["totalKeysExamined"], facts["totalDocsExamined"]];
  if (typeof keys === "number" && typeof documents === "number") return keys + documents;
  const stages = total(root);
  return typeof documents === "number" ? documents + stages.keys : stages.keys + stages.documents;
}

function total(node: PlanNode): { readonly keys: number; readonly documents: number } {
  const number = (name: string): number => (typeof node.facts[name] === "number" ? node.facts[name] : 0);
  return node.children.map(total).reduce((sum, one) => ({ keys: sum.keys + one.keys, documents: sum.documents + one.documents }), { keys: number("keysExamined"), documents: number("docsExamined") });
}
