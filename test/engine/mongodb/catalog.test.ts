import { describe, expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { runAll } from "../fixture/harness.ts";
import { serverUrl, useMongodb } from "./server.ts";

const everything = [
  '{"create": "orders", "validator": {"$jsonSchema": {"required": ["total"], "properties": {"total": {"bsonType": "int", "minimum": 0.5}}}}, "validationLevel": "moderate"}',
  '{"createIndexes": "orders", "indexes": [{"key": {"b": 1, "a": -1}, "name": "ba", "unique": true, "partialFilterExpression": {"a": {"$gt": {"$numberLong": "5"}}}}, {"key": {"note": "text"}, "name": "words", "weights": {"note": 3}}, {"key": {"at": 1}, "name": "old", "expireAfterSeconds": 60}, {"key": {"$**": 1}, "name": "all"}]}',
  '{"create": "people"}',
  '{"create": "totals", "viewOn": "orders", "pipeline": [{"$lookup": {"from": "people", "localField": "who", "foreignField": "_id", "as": "who"}}]}',
];

describe.runIf(serverUrl !== undefined)("the catalog of MongoDB", () => {
  const { fresh, open } = useMongodb();

  test("tells options, indexes with the order of their keys, and views with what they read", async () => {
    const session = await open(fresh());
    await runAll(session, everything);
    const { tables, views } = await session.catalog();
    expect(tables.map((table) => [table.name, table.form, Object.keys(table.options), table.indexes.map((index) => index.name)])).toEqual([
      ["orders", "collection", ["validationLevel", "validator"], ["all", "ba", "old", "words"]], ["people", "collection", [], []],
    ]);
    expect(tables[0]?.options["validator"]).toBe('{"$jsonSchema":{"required":["total"],"properties":{"total":{"bsonType":"int","minimum":0.5}}}}');
    expect(tables[0]?.indexes[1]).toMatchObject({
      unique: true, columns: ["b", "a"], method: "btree", predicate: '{"a":{"$gt":{"$numberLong":"5"}}}',
      definition: '{"key":{"b":1,"a":-1},"name":"ba","partialFilterExpression":{"a":{"$gt":{"$numberLong":"5"}}},"unique":true}',
    });
    expect(tables[0]?.indexes.map((index) => index.method)).toEqual(["wildcard", "btree", "btree", "text"]);
    expect(views[0]).toMatchObject({ name: "totals", options: { viewOn: "orders" }, dependsOn: [{ schema: "", name: "orders" }, { schema: "", name: "people" }] });
  });

  test("does not depend on the order in which things were made, nor on the product's own collections", async () => {
    const [one, two] = [await open(fresh()), await open(fresh())];
    await runAll(one, everything);
    await runAll(two, ['{"create": "people"}', '{"create": "data_engineer_migrations"}', '{"create": "orders"}', everything[3]!, '{"collMod": "orders", "validator": {"$jsonSchema": {"required": ["total"], "properties": {"total": {"bsonType": "int", "minimum": 0.5}}}}, "validationLevel": "moderate"}', everything[1]!]);
    expect(fingerprint(await two.catalog())).toBe(fingerprint(await one.catalog()));
    await two.run('{"dropIndexes": "orders", "index": "old"}');
    expect(fingerprint(await two.catalog())).not.toBe(fingerprint(await one.catalog()));
  });

  test("counts the documents of every collection, in a transaction its own too", async () => {
    const session = await open(fresh());
    await runAll(session, ['{"create": "a"}', '{"create": "b"}', '{"create": "v", "viewOn": "a", "pipeline": []}', '{"insert": "a", "documents": [{"_id": 1}, {"_id": 2}]}']);
    await session.transaction("rollback", async () => {
      await session.run('{"insert": "b", "documents": [{"_id": 1}]}');
      expect([...(await session.countRows())]).toEqual([["a", 2], ["b", 1]]);
    });
    expect([...(await session.countRows())]).toEqual([["a", 2], ["b", 0]]);
  });
});
