import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { BSON, Double, Long, ObjectId } from "mongodb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AsideFiles } from "../../../src/engines/mongodb/module/asideFiles.ts";
import { idKey } from "../../../src/engines/mongodb/module/idKey.ts";
import { Keeper } from "../../../src/engines/mongodb/module/keeper.ts";
import { touchesOf } from "../../../src/engines/mongodb/module/touched.ts";

describe("the documents that a command is about to change or remove", () => {
  test("are told by its own words", () => {
    expect(touchesOf("update", { update: "a", updates: [{ q: { x: 1 }, u: {}, multi: true }, { q: { _id: 3 }, u: {} }, { q: { x: 1 }, u: {} }, { q: {}, u: {}, multi: true }] })).toEqual([
      { collection: "a", which: "matching", query: { filter: { x: 1 } }, one: false }, { collection: "a", which: "matching", query: { filter: { _id: 3 } }, one: false },
      { collection: "a", which: "matching", query: { filter: { x: 1 } }, one: true }, { collection: "a", which: "all" },
    ]);
    expect(touchesOf("delete", { delete: "a", deletes: [{ q: { _id: { $gt: 3 } }, limit: 1, collation: { locale: "de" } }] })).toEqual([{ collection: "a", which: "matching", query: { filter: { _id: { $gt: 3 } }, collation: { locale: "de" } }, one: true }]);
    expect(touchesOf("delete", { delete: "a", deletes: { field: "deletes", documents: [{ q: { x: 1 }, limit: 0 }] } })).toMatchObject([{ which: "matching", query: { filter: { x: 1 } } }]);
    expect(touchesOf("update", { update: "a", updates: "of a form that nobody knows" })).toEqual([{ collection: "a", which: "unforeseen" }]);
    expect(touchesOf("findAndModify", { findAndModify: "a", query: { x: 1 }, remove: true })).toMatchObject([{ which: "matching", one: true }]);
    expect(touchesOf("renameCollection", { renameCollection: "d.a", to: "d.b.c", dropTarget: true })).toEqual([{ collection: "b.c", which: "all" }]);
    expect(touchesOf("aggregate", { aggregate: "a", pipeline: [{ $out: { db: "d", coll: "b" } }] })).toEqual([{ collection: "b", which: "all" }]);
    expect(touchesOf("aggregate", { aggregate: "a", pipeline: [{ $merge: { into: "b", whenMatched: "replace" } }] })).toEqual([{ collection: "b", which: "unforeseen" }]);
    expect(touchesOf("mapReduce", { mapReduce: "a", out: { replace: "b" } })).toEqual([{ collection: "b", which: "all" }]);
    expect(touchesOf("dropDatabase", { dropDatabase: 1 })).toEqual([{ which: "database" }]);
    expect(touchesOf("brandNew", { brandNew: "a" })).toEqual([{ collection: "a", which: "unforeseen" }]);
  });

  test("are none where it only adds, or changes structure", () => {
    for (const command of [{ insert: "a", documents: [{}] }, { create: "a" }, { createIndexes: "a", indexes: [] }, { collMod: "a" }, { renameCollection: "d.a", to: "d.b" }, { aggregate: "a", pipeline: [{ $merge: { into: "b", whenMatched: "keepExisting" } }] }]) {
      expect(touchesOf(Object.keys(command)[0] ?? "", command)).toEqual([]);
    }
  });

  test("are known by their _ids, whatever driver made them", () => {
    expect(new Set([1, new Double(1), Long.fromNumber(1)].map(idKey)).size).toBe(1);
    expect(idKey(new ObjectId("0123456789abcdef01234567"))).toBe(idKey({ _bsontype: "ObjectID", toString: () => "0123456789abcdef01234567" }));
    expect(new Set(["1", 1, null, [1], { a: 1 }, new Map([["b", 1]]), new ObjectId("0123456789abcdef01234567"), "0123456789abcdef01234567", new Date(1)].map(idKey)).size).toBe(9);
    expect(idKey({ a: 1, b: "x" })).toBe(idKey(new Map<string, unknown>([["a", new Double(1)], ["b", "x"]])));
  });
});

describe("a keeper", () => {
  let folder = "";
  let database: Record<string, { _id: number; v: string }[]>;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "keeper-"));
    database = { a: [{ _id: 1, v: "one" }, { _id: 2, v: "two" }, { _id: 3, v: "three" }], many: Array.from({ length: 1500 }, (_, _id) => ({ _id, v: "same" })) };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Knows filters by one field's value, as far as these tests need them. */
  async function* find(collection: string, { filter }: { readonly filter?: unknown }, limit: number): AsyncIterable<Uint8Array> {
    await Promise.resolve();
    const wanted = Object.entries(filter as Record<string, unknown>);
    const found = (database[collection] ?? []).filter((one) => wanted.every(([name, value]) => one[name as "v"] === value));
    for (const one of limit === 0 ? found : found.slice(0, limit)) yield BSON.serialize(one);
  }
  const files = (): AsideFiles => new AsideFiles(folder, "a test");
  const keeper = (): Keeper => new Keeper({ find }, files(), [{ name: "a", type: "collection" }, { name: "many", type: "collection" }, { name: "seen", type: "view" }]);
  const kept = (): Record<string, number[]> => Object.fromEntries(readFileSync(path.join(folder, "index"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as { table: string; file: string }).map(({ table, file }) => [table, readFileSync(path.join(folder, file), "utf8").trim().split("\n").map((line) => Number((JSON.parse(line) as { _id: { $numberInt: string } })._id.$numberInt))]));

  test("keeps each document once, as it was first, before its command is sent", async () => {
    const one = keeper();
    await one.before("update", { update: "a", updates: [{ q: { _id: 2 }, u: {} }] });
    expect(kept()).toEqual({ a: [2] });
    database["a"]![1]!.v = "changed";
    await one.before("delete", { delete: "a", deletes: [{ q: { v: "changed" }, limit: 0 }, { q: { _id: 3 }, limit: 1 }] });
    expect(kept()).toEqual({ a: [2, 3] });
    await one.before("drop", { drop: "a" });
    expect(kept()).toEqual({ a: [2, 3, 1] });
    expect(one.kept).toEqual([["a", 3]]);
    expect(readFileSync(path.join(folder, "1.rows"), "utf8")).not.toContain("changed");
  });

  test("keeps nothing that the module itself added or made, and finds a collection under its new name", async () => {
    const one = keeper();
    database["a"]!.push({ _id: 9, v: "own" });
    one.after("insert", { insert: "a", documents: [{ _id: 9 }] }, { n: 1 });
    database["own"] = [{ _id: 1, v: "own" }];
    await one.before("drop", { drop: "own" });
    one.after("renameCollection", { renameCollection: "d.a", to: "d.b" }, {});
    database["b"] = database["a"]!;
    await one.before("delete", { delete: "b", deletes: [{ q: {}, limit: 0 }] });
    expect(kept()).toEqual({ a: [1, 2, 3] });
    const refused = keeper();
    refused.after("insert", { insert: "many", documents: [{ _id: 70_000 }, { _id: 5 }], ordered: true }, { n: 1, writeErrors: [{ index: 1 }] });
    rmSync(folder, { recursive: true, force: true });
    folder = mkdtempSync(path.join(tmpdir(), "keeper-"));
    const next = keeper();
    next.after("insert", { insert: "many", documents: [{ _id: 5 }] }, { n: 0, writeErrors: [{ index: 0 }] });
    await next.before("delete", { delete: "many", deletes: [{ q: { _id: 5 }, limit: 1 }] });
    expect(kept()).toEqual({ many: [5] });
  });

  test("keeps all of a collection where one of very many is changed and nothing tells which", async () => {
    const one = keeper();
    await one.before("update", { update: "many", updates: [{ q: { v: "same" }, u: {} }] });
    expect(one.kept).toEqual([["many", 1500]]);
    await one.before("update", { update: "many", updates: [{ q: { v: "same" }, u: {} }] });
    expect(one.kept).toEqual([["many", 1500]]);
  });

  test("says what was sent past it", () => {
    const one = keeper();
    one.missed("insert", { insert: "a" });
    one.missed("update", { update: "a" });
    one.missed("update", { update: "a" });
    expect(one.unkept).toEqual(["what update changed in a"]);
    expect(readFileSync(path.join(folder, "index"), "utf8")).toBe('{"unkept":"what update changed in a"}\n');
  });
});
