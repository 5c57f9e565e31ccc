import type { NodeKind } from "../../../core/plan/plan.ts";

const kinds: Readonly<Record<string, NodeKind>> = {
  "Seq Scan": "scan",
  "Sample Scan": "scan",
  "Foreign Scan": "scan",
  "Custom Scan": "scan",
  "Index Scan": "lookup",
  "Index Only Scan": "lookup",
  "Tid Scan": "lookup",
  "Tid Range Scan": "lookup",
  "Bitmap Heap Scan": "bitmap",
  "Bitmap Index Scan": "bitmap",
  BitmapAnd: "bitmap",
  BitmapOr: "bitmap",
  "Nested Loop": "join",
  "Hash Join": "join",
  "Merge Join": "join",
  Sort: "sort",
  "Incremental Sort": "sort",
  Aggregate: "aggregate",
  Group: "aggregate",
  WindowAgg: "aggregate",
  Unique: "aggregate",
  SetOp: "aggregate",
  Limit: "limit",
  Hash: "hash",
  Materialize: "materialize",
  Memoize: "materialize",
  "CTE Scan": "subquery",
  "WorkTable Scan": "subquery",
  "Named Tuplestore Scan": "subquery",
  "Subquery Scan": "subquery",
  Append: "append",
  "Merge Append": "append",
  "Recursive Union": "append",
  Gather: "gather",
  "Gather Merge": "gather",
  ModifyTable: "write",
  "Function Scan": "function",
  "Table Function Scan": "function",
  ProjectSet: "function",
  Result: "result",
  "Values Scan": "result",
};

/** Every node type that PostgreSQL up to 18 writes into JSON. */
export const nodeTypes: readonly string[] = [...Object.keys(kinds), "LockRows"];

export function kindOf(nodeType: string): NodeKind {
  return Object.hasOwn(kinds, nodeType) ? kinds[nodeType]! : "other";
}
