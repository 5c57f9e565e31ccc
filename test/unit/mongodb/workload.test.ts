import { expect, test } from "vitest";
import { valueOf } from "../../../src/engines/mongodb/bson/read.ts";
import type { Doc } from "../../../src/engines/mongodb/bson/value.ts";
import { parseValue } from "../../../src/engines/mongodb/shell/parseValue.ts";
import { Reader } from "../../../src/engines/mongodb/shell/reader.ts";
import { ranked } from "../../../src/engines/mongodb/workload/profiler.ts";
import { factsOf } from "../../../src/engines/mongodb/workload/server.ts";
import { shapeOf } from "../../../src/engines/mongodb/workload/shape.ts";

const doc = (text: string): Doc => valueOf(parseValue(new Reader(text))) as Doc;

test("a command's shape has its fields and none of its values", () => {
  expect(shapeOf(doc('{find: "orders", filter: {customer: 7, status: {$in: ["paid", "open"]}, name: /secret/i}, sort: {placed: -1}, projection: {total: 1}, limit: 20, lsid: {id: 1}, $db: "shop"}'))).toBe('{"find":"orders","filter":{"customer":"?","status":{"$in":["?"]},"name":"?"},"sort":{"placed":-1},"projection":{"total":1},"limit":"?"}');
  expect(shapeOf(doc('{aggregate: "orders", pipeline: [{$match: {email: "a@b.c"}}, {$group: {_id: "$status", n: {$sum: 1}}}, {$lookup: {from: "customers", localField: "c", foreignField: "_id", as: "who"}}], cursor: {}}'))).toBe('{"aggregate":"orders","pipeline":[{"$match":{"email":"?"}},{"$group":{"_id":"$status","n":{"$sum":"?"}}},{"$lookup":{"from":"customers","localField":"c","foreignField":"_id","as":"who"}}]}');
  expect(shapeOf(doc('{insert: "people", documents: [{name: "Ann", pin: 1234}]}'))).toBe('{"insert":"people"}');
});

test("what the profiler noted is ranked by time, the same shape once, with what it says of the plans", () => {
  const entries = [
    ...[10, 20, 60].map((millis) => doc(`{op: "query", ns: "shop.orders", command: {find: "orders", filter: {coupon: "C${millis}"}, $db: "shop"}, millis: ${millis}, nreturned: 2, docsExamined: 20000, keysExamined: 0, planSummary: "COLLSCAN", hasSortStage: true, queryHash: "AAAA1111", ts: ISODate("2026-01-0${millis / 10}T00:00:00Z")}`)),
    doc('{op: "remove", ns: "shop.carts", command: {q: {old: true}, limit: 0}, millis: 10, ndeleted: 4, docsExamined: 4, keysExamined: 4, planSummary: "IXSCAN { old: 1 }", ts: ISODate("2026-01-03T00:00:00Z")}'),
    doc('{op: "getmore", ns: "shop.orders", command: {getMore: 123, collection: "orders"}, originatingCommand: {find: "orders", filter: {coupon: "x"}}, millis: 0, nreturned: 100, planSummary: "IXSCAN { coupon: 1 }", queryHash: "AAAA1111", ts: ISODate("2026-01-03T00:00:00Z"), errCode: 11601}'),
  ];
  const { statements, totals, statementsSince } = ranked(entries, 10);
  expect(totals).toEqual({ ms: 100, calls: 5 });
  expect(statementsSince).toBe("2026-01-01T00:00:00.000Z");
  expect(statements.map(({ calls, totalMs, maxMs, share, rows, examined }) => ({ calls, totalMs, maxMs, share, rows, examined }))).toEqual([
    { calls: 3, totalMs: 90, maxMs: 60, share: 0.9, rows: 6, examined: 60000 },
    { calls: 1, totalMs: 10, maxMs: 10, share: 0.1, rows: 4, examined: 8 },
    { calls: 1, totalMs: 0, maxMs: 0, share: 0, rows: 100, examined: 0 },
  ]);
  expect(statements[0]).toMatchObject({ id: "AAAA1111", text: '{"find":"orders","filter":{"coupon":"?"}}', notes: ["collection scan", "sorted in memory: 3"] });
  expect(statements[1]).toMatchObject({ text: '{"delete":"carts","q":{"old":"?"},"limit":"?"}', notes: [] });
  expect(statements[2]).toMatchObject({ notes: ["errors: 1"] });
  expect(ranked(entries, 1).statements).toHaveLength(1);
});

test("a server that is at its limits is a concern, one that is not is none", () => {
  const status = (connections: string, cache: string, metrics: string): Doc => doc(`{uptime: 7200, connections: ${connections}, wiredTiger: {cache: ${cache}}, metrics: ${metrics}}`);
  const bad = factsOf(status("{current: 900, available: 100}", '{"bytes currently in the cache": 990, "maximum bytes configured": 1000, "tracked dirty bytes in the cache": 300}', "{queryExecutor: {scannedObjects: NumberLong(9000000)}, document: {returned: NumberLong(10)}}"));
  expect(bad.filter(({ concern }) => concern !== undefined).map(({ name }) => name)).toEqual(["connections", "cache", "dirty in the cache", "documents read for one returned"]);
  const good = factsOf(status("{current: 9, available: 991}", '{"bytes currently in the cache": 500, "maximum bytes configured": 1000, "tracked dirty bytes in the cache": 3}', "{queryExecutor: {scannedObjects: 100}, document: {returned: 10}}"));
  expect(good.filter(({ concern }) => concern !== undefined)).toEqual([]);
  expect(factsOf(doc("{}"))).toEqual([]);
});
