import type { Json } from "../../../core/json.ts";
import type { PlanNode } from "../../../core/plan/plan.ts";
import { isObject } from "../plan/values.ts";

/** The indexes that a plan uses, also those whose entries are put together: "union(a,b)", or MariaDB's tree of them. */
export function indexesIn(node: PlanNode): string[] {
  const merged = node.index?.match(/^(?:sort_)?(?:union|intersect)\((.*)\)$/)?.[1]?.split(/[(),]+/).filter((name) => name !== "");
  return [...(merged ?? (node.index === undefined ? [] : [node.index])), ...keysIn(node.facts["index_merge"]), ...node.children.flatMap(indexesIn)];
}

function keysIn(merge: Json | undefined): string[] {
  if (Array.isArray(merge)) return merge.flatMap((one: Json) => keysIn(one));
  if (!isObject(merge)) return [];
  return Object.entries(merge).flatMap(([name, value]) => (name === "key" && typeof value === "string" ? [value] : keysIn(value)));
}
