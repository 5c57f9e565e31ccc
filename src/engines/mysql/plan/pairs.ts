import type { PlanNode } from "../../../core/plan/plan.ts";
import { numberAt } from "./values.ts";
import { termsOf } from "./terms.ts";

/** How many pairs of rows a join tries without index and hash; undefined for every other join. */
export function pairsOf(node: PlanNode): { readonly count: number; /** They are tried for an equality of columns. */ readonly equality: boolean } | undefined {
  if (node.kind !== "join") return undefined;
  const [left, right] = node.children;
  if (left === undefined || right === undefined) return undefined;
  const join = node.conditions.filter((one) => one.kind === "join").flatMap((one) => termsOf(one.text));
  const equality = join.some((term) => term.relation === "equal");
  const unhashed = node.facts["no_condition"] === true || /^Block nested loop/.test(node.operation);
  if (!unhashed) return undefined;
  const [loops, effective] = [numberAt(node.facts, "r_loops"), numberAt(node.facts, "r_effective_rows")];
  const count = loops !== undefined && effective !== undefined ? loops * effective : rowsOf(left) * rowsOf(right);
  return { count, equality };
}

function rowsOf(node: PlanNode): number {
  return node.actual?.rows ?? node.estimate.rows ?? (node.children[0] === undefined ? 1 : rowsOf(node.children[0]));
}
