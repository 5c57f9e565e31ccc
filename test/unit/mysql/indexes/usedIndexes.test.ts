import { expect, test } from "vitest";
import { indexesIn } from "../../../../src/engines/mysql/indexes/usedIndexes.ts";
import { plans } from "../../../../src/engines/mysql/plans.ts";

function usedIn(plan: unknown): readonly string[] {
  const reading = plans.read(JSON.stringify(plan), { query: "" });
  if (!("plan" in reading)) throw new Error(reading.reason);
  return indexesIn(reading.plan.root);
}

test("MariaDB's union of two indexes names both", () => {
  const merge = { union: [{ range: { key: "by_sku", used_key_parts: ["sku"] } }, { range: { key: "by_order", used_key_parts: ["order_id"] } }] };
  expect(usedIn({ query_block: { select_id: 1, nested_loop: [{ table: { table_name: "order_lines", access_type: "index_merge", key_length: "22,4", index_merge: merge, rows: 6, filtered: 100 } }] } })).toEqual(["by_sku", "by_order"]);
});

test("MySQL's union names both in its key", () => {
  expect(usedIn({ query_block: { select_id: 1, cost_info: { query_cost: "9.80" }, table: { table_name: "order_lines", access_type: "index_merge", key: "sort_union(by_sku,by_order)", rows_examined_per_scan: 6, filtered: "100.00" } } })).toEqual(["by_sku", "by_order"]);
});
