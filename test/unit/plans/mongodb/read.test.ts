import { describe, expect, test } from "vitest";
import { plans } from "../../../../src/engines/mongodb/plans.ts";
import { documented, names, nodesOf, planNamed, planOf } from "./shop.ts";

describe("every plan", () => {
  test.each([...names, ...documented])("%s is read whole", (name) => {
    const plan = planNamed(name);
    expect(plans.looksLike(plan.raw)).toBe(true);
    expect(nodesOf(plan).filter((node) => node.kind === "other").map((node) => node.operation)).toEqual([]);
    expect(nodesOf(plan).map((node) => node.id)).toEqual(nodesOf(plan).map((_, at) => at));
    const exclusive = nodesOf(plan).reduce((sum, node) => sum + (node.actual?.exclusiveMs ?? 0), 0);
    expect(exclusive).toBeLessThanOrEqual((plan.executionMs ?? 0) + 1);
  });

  test("there are enough that a server made", () => expect(names.length).toBeGreaterThanOrEqual(20));
});

test("the slot-based engine's counts are told at the node of the plan", () => {
  const plan = planNamed("documented/slot-sort-on-disk");
  expect(plan.form).toBe("MongoDB explain, executionStats, slot-based");
  expect(nodesOf(plan).map((node) => [node.operation, node.actual?.rows, node.actual?.ms, node.actual?.exclusiveMs])).toEqual([["SORT", 400000, 2850, 1950], ["FETCH", 400000, 900, 600], ["IXSCAN", 400000, 300, 300]]);
  expect(nodesOf(plan).map((node) => [node.facts["docsExamined"], node.facts["keysExamined"], node.facts["usedDisk"]])).toEqual([[undefined, undefined, true], [400000, undefined, undefined], [undefined, 400000, undefined]]);
});

test("shards are read beside each other: the slowest one's time counts", () => {
  const plan = planNamed("documented/shards-differ");
  expect(plan.root).toMatchObject({ operation: "SHARD_MERGE", kind: "gather", children: [{ role: "shard north" }, { role: "shard south" }] });
  expect(nodesOf(plan).map((node) => node.actual?.exclusiveMs)).toEqual([20, 40, 200, 0, 0, 0]);
  const pipeline = planNamed("documented/shards-pipeline");
  expect(nodesOf(pipeline).map((node) => node.operation)).toEqual(["$group", "SHARD_MERGE", "$group", "$cursor", "COLLSCAN", "$group", "$cursor", "COLLSCAN"]);
  expect(pipeline).toMatchObject({ executionMs: 30, facts: { totalDocsExamined: 9000 } });
});

test("the stages of an aggregation stand above the cursor that feeds them", () => {
  const plan = planNamed("documented/stages-lookup");
  expect(nodesOf(plan).map((node) => [node.operation, node.relation?.name, node.actual?.exclusiveMs])).toEqual([["$lookup", "customers", 936], ["$cursor", undefined, 2], ["COLLSCAN", "orders", 2]]);
});

test("what was thrown away, bounds, sort and the statement are told", () => {
  expect(planNamed("collscan")).toMatchObject({ query: '{"find":"orders","filter":{"coupon":"SPRING"}}', root: { relation: { schema: "shop", name: "orders" }, actual: { rows: 50, discarded: [{ by: "filter", rows: 19950 }] } } });
  expect(nodesOf(planNamed("index-order")).flatMap((node) => node.conditions)).toEqual([{ kind: "sort", text: '{"placed":1}' }, { kind: "access", text: expect.stringMatching(/^total: \(100, .*\]; placed: \[MinKey, MaxKey\]$/) as string }]);
});

test("as mongosh prints it, with types, single quotes and what stands around it", () => {
  const plan = planOf(`shop> db.orders.find({ a: 1 }).explain("executionStats")
{
  explainVersion: '1',
  queryPlanner: { namespace: 'shop.orders', parsedQuery: { a: { '$eq': Long('1') } }, winningPlan: { stage: 'COLLSCAN', filter: { a: { '$eq': Long("1") }, d: ISODate('2026-01-05T00:00:00.000Z') } }, rejectedPlans: [] },
  executionStats: { executionSuccess: true, nReturned: Long('3'), executionTimeMillis: 2, totalDocsExamined: NumberLong(9000), executionStages: { stage: 'COLLSCAN', nReturned: 3, executionTimeMillisEstimate: Long('2'), docsExamined: 9000, filter: { a: { '$eq': 1 } } } },
  ok: 1
}
shop>`);
  expect(plan).toMatchObject({ executed: true, executionMs: 2, facts: { nReturned: 3, totalDocsExamined: 9000 }, root: { actual: { rows: 3, ms: 2 } }, notes: ["What follows the document was left out: shop>"] });
});

test("canonical Extended JSON", () => {
  expect(planOf('[{"queryPlanner": {"namespace": "a.b.c", "winningPlan": {"stage": "COLLSCAN"}}, "executionStats": {"nReturned": {"$numberInt": "2"}, "executionTimeMillis": {"$numberLong": "7"}, "executionStages": {"stage": "COLLSCAN", "nReturned": {"$numberDouble": "2.0"}}}}]')).toMatchObject({ executionMs: 7, root: { relation: { schema: "a", name: "b.c" }, actual: { rows: 2 } } });
});

test("an execution that failed says so", () => {
  expect(planOf('{"queryPlanner": {"winningPlan": {"stage": "COLLSCAN"}}, "executionStats": {"executionSuccess": false, "errorMessage": "too slow", "executionStages": {"stage": "COLLSCAN"}}}').notes).toEqual(["The execution failed: too slow; its numbers end there."]);
});

test.each([
  ["", 0, /no text/],
  ["COLLSCAN", 0, /no document/],
  ['  {"a": 1}', 2, /neither queryPlanner/],
  ['{"cursor": "BtreeCursor a_1", "n": 3}', 0, /before MongoDB 3\.0/],
  ['{"ok": 0, "errmsg": "not authorized"}', 0, /not authorized/],
  ['{"t": 1, "attr": {"planSummary": "COLLSCAN"}}', 0, /log/],
  ['{"queryPlanner": {"winningPlan": {"stage": "SORT"', 50, /./],
  ['{"queryPlanner": 1}', 0, /no plan/],
  ['{"stages": [{}], "shards": {"a": 1}}', 0, /no plan/],
])("%j is no plan, and it says why and where", (text, at, reason) => {
  const reading = plans.read(text);
  expect(reading).toMatchObject({ reason: expect.stringMatching(reason) as string });
  expect("reason" in reading && (reading.at ?? -1)).toBeGreaterThanOrEqual(Math.min(at, text.length - 2));
  expect(plans.looksLike(text)).toBe(false);
});

test("hostile names are fields like others", () => {
  const plan = planOf('{"queryPlanner": {"namespace": "s.__proto__", "winningPlan": {"stage": "constructor", "filter": {"__proto__": {"x": 1}, "toString": 2}}}}');
  expect(plan.root).toMatchObject({ operation: "constructor", kind: "other" });
  expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
});
