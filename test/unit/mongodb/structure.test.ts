import { describe, expect, test } from "vitest";
import type { Catalog, IndexObject, TableObject } from "../../../src/core/catalog/catalog.ts";
import { valueOf } from "../../../src/engines/mongodb/bson/read.ts";
import type { Doc } from "../../../src/engines/mongodb/bson/value.ts";
import { tableObject, viewObject } from "../../../src/engines/mongodb/catalog/collections.ts";
import { indexObject, isOwnIndex } from "../../../src/engines/mongodb/catalog/indexes.ts";
import { changes } from "../../../src/engines/mongodb/changes.ts";
import { renderCatalog } from "../../../src/engines/mongodb/render.ts";
import { parseValue } from "../../../src/engines/mongodb/shell/parseValue.ts";
import { Reader } from "../../../src/engines/mongodb/shell/reader.ts";

const doc = (text: string): Doc => valueOf(parseValue(new Reader(text))) as Doc;
const index = (text: string): IndexObject => indexObject(doc(text));
const collection = (name: string, options: string, indexes: readonly string[] = []): TableObject => tableObject({ name, type: options.includes("timeField") ? "timeseries" : "collection", options: doc(options) }, indexes.map(index));
const catalog = (...tables: TableObject[]): Catalog => ({ engine: "mongodb", schemas: [], extensions: [], types: [], domains: [], sequences: [], routines: [], tables, views: [], others: [] });
const steps = (from: TableObject, to: TableObject): unknown => changes(catalog(from), catalog(to)).map((step) => [step.sql.replaceAll(/\s+/g, " "), step.destroys]);

/** What a mongod says that the server of the tests cannot. */
describe("structure that not every server has", () => {
  test("options that say nothing are left out, the others stay as texts", () => {
    expect(collection("a", '{"uuid": 1, "autoIndexId": true, "validator": {}, "validationLevel": "strict", "validationAction": "error", "capped": true, "size": {"$numberLong": "4096"}, "max": {"$numberDouble": "10.0"}, "collation": {"locale": "de", "strength": 2}, "changeStreamPreAndPostImages": {"enabled": false}}').options).toEqual({
      capped: "true", collation: '{"locale":"de","strength":2}', max: "10", size: "4096",
    });
  });

  test("a time series has no key, so its documents come back into an empty collection only", () => {
    const series = collection("s", '{"timeseries": {"timeField": "at", "metaField": "who", "granularity": "hours"}, "expireAfterSeconds": {"$numberLong": "3600"}}');
    expect([series.columns, series.constraints]).toEqual([[], []]);
    expect(renderCatalog(catalog(series))).toBe('[\n  {"create": "s", "expireAfterSeconds": 3600, "timeseries": {"timeField":"at","metaField":"who","granularity":"hours"}}\n]\n');
  });

  test("an index is the same whatever number type its client sent, and the collection's own is none", () => {
    expect(index('{"v": 2, "key": {"a": {"$numberDouble": "1.0"}, "b": {"$numberLong": "-1"}}, "name": "ab", "unique": false, "background": true, "ns": "x.y"}')).toEqual(index('{"name": "ab", "key": {"a": 1, "b": -1}}'));
    expect([doc('{"name": "_id_"}'), doc('{"name": "c", "clustered": true}'), doc('{"name": "c"}')].map(isOwnIndex)).toEqual([true, true, false]);
    expect(index('{"name": "x", "key": {"a": 1}, "buildUUID": 1}').valid).toBe(false);
    expect(index('{"name": "t", "key": {"_fts": "text", "_ftsx": 1}, "weights": {"a": 1, "b": 2}}')).toMatchObject({ method: "text", columns: ["a", "b"] });
  });

  test("a hidden index is made and then hidden, and shown or hidden in place", () => {
    const [plain, hidden] = [collection("a", "{}", ['{"key": {"x": 1}, "name": "x"}']), collection("a", "{}", ['{"key": {"x": 1}, "name": "x", "hidden": true}'])];
    expect(JSON.parse(renderCatalog(catalog(hidden)))).toEqual([{ create: "a" }, { createIndexes: "a", indexes: [{ key: { x: 1 }, name: "x" }] }, { collMod: "a", index: { name: "x", hidden: true } }]);
    expect(steps(plain, hidden)).toEqual([['{"collMod": "a", "index": {"name": "x", "hidden": true}}', false]]);
    expect(steps(hidden, plain)).toEqual([['{"collMod": "a", "index": {"name": "x", "hidden": false}}', false]]);
  });

  test("a collation costs a copy, with its validator behind the documents and its indexes anew", () => {
    const [plain, other] = [collection("a", '{"validator": {"x": 1}}', ['{"key": {"x": 1}, "name": "x"}']), collection("a", '{"validator": {"x": 1}, "collation": {"locale": "de"}}', ['{"key": {"x": 1}, "name": "x"}'])];
    expect(steps(plain, other)).toEqual([
      ['{"create": "data_engineer_rebuild_a", "collation": {"locale":"de"}}', false],
      ['{"aggregate": "a", "pipeline": [{"$merge": {"into": "data_engineer_rebuild_a", "whenMatched": "replace", "whenNotMatched": "insert"}}], "cursor": {}}', false],
      ['{"renameCollection": "data_engineer_rebuild_a", "to": "a", "dropTarget": true}', false],
      ['{"collMod": "a", "validator": {"x":1}}', false],
      ['{"createIndexes": "a", "indexes": [ {"key": {"x":1}, "name": "x"} ]}', false],
    ]);
  });

  test("what may lose documents says so: a capped size, a time series", () => {
    const plain = collection("a", "{}");
    expect((steps(plain, collection("a", '{"capped": true, "size": 4096}')) as [string, boolean][]).map(([, destroys]) => destroys)).toEqual([false, false, true]);
    expect(steps(plain, collection("a", '{"timeseries": {"timeField": "at"}}'))).toEqual([['{"drop": "a"}', true], ['{"create": "a", "timeseries": {"timeField":"at"}}', false]]);
    expect(steps(collection("a", '{"changeStreamPreAndPostImages": {"enabled": true}}'), plain)).toEqual([['{"collMod": "a", "changeStreamPreAndPostImages": {"enabled": false}}', false]]);
  });

  test("a view knows all that it reads", () => {
    const view = viewObject({ name: "v", type: "view", options: doc('{"viewOn": "a", "pipeline": [{"$facet": {"x": [{"$lookup": {"from": "b", "pipeline": [{"$unionWith": "c"}], "as": "y"}}]}}, {"$graphLookup": {"from": "d"}}, {"$unionWith": {"coll": "e", "pipeline": []}}]}') });
    expect(view.dependsOn.map((one) => one.name)).toEqual(["a", "b", "c", "d", "e"]);
  });
});
