import { describe, expect, it } from "vitest";
import type { StatementFacts } from "../../../src/core/script/facts.ts";
import { analyse } from "../../../src/engines/mongodb/analyse.ts";
import { reachesBeyond } from "../../../src/engines/mongodb/reach.ts";
import { split } from "../../../src/engines/mongodb/split.ts";

function facts(command: object | string): StatementFacts {
  const { statements, problems } = analyse(split(typeof command === "string" ? command : JSON.stringify(command)));
  expect(problems).toEqual([]);
  return statements[0]!;
}

const names = (objects: readonly { readonly kind: string; readonly name: string; readonly table?: string }[]): string[] => objects.map((one) => `${one.kind} ${one.table === undefined ? "" : `${one.table}.`}${one.name}`);
const losses = (command: object | string): string[] => facts(command).destroys.map(({ object, how }) => `${how} ${object.kind} ${object.name}`);

describe("what is lost", () => {
  it.each([
    [{ drop: "a" }, "drop table a"],
    [{ dropDatabase: 1 }, "dropDatabase database "],
    [{ delete: "a", deletes: [{ q: {}, limit: 0 }] }, "deleteAll table a"],
    [{ delete: "a", deletes: [{ q: { b: 1 }, limit: 0 }, { q: { $and: [{}, { _id: { $exists: true } }] }, limit: 0 }] }, "deleteAll table a"],
    [{ update: "a", updates: [{ q: {}, u: { $unset: { b: "" } }, multi: true }] }, "updateAll table a"],
    [{ update: "a", updates: [{ q: {}, u: [{ $replaceWith: { c: 1 } }], multi: true }] }, "updateAll table a"],
    [{ aggregate: "a", pipeline: [{ $match: {} }, { $out: "b" }], cursor: {} }, "replace table b"],
    [{ aggregate: "a", pipeline: [{ $out: { db: "elsewhere", coll: "b" } }], cursor: {} }, ""],
    [{ convertToCapped: "a", size: 4096 }, "replace table a"],
    [{ renameCollection: "shop.a", to: "shop.b", dropTarget: true }, "replace table b"],
    [{ collMod: "v", viewOn: "a", pipeline: [] }, "replace view v"],
    [{ dropIndexes: "a", index: "n_1" }, "drop index n_1"],
    [{ dropIndexes: "a", index: { n: 1, m: -1 } }, "drop index n_1_m_-1"],
    [{ bulkWrite: 1, ops: [{ delete: 0, filter: {}, multi: true }], nsInfo: [{ ns: "shop.a" }] }, "deleteAll table a"],
    ["db.a.deleteMany({})", "deleteAll table a"],
  ])("%j: %s", (command, expected) => {
    expect(losses(command)).toEqual(expected === "" ? [] : [expected]);
  });

  it.each([
    { delete: "a", deletes: [{ q: {}, limit: 1 }] }, { delete: "a", deletes: [{ q: { b: 1 }, limit: 0 }] }, { update: "a", updates: [{ q: {}, u: { $set: { b: 1 } } }] },
    { update: "a", updates: [{ q: {}, u: { $inc: { b: 1 } }, multi: true }] }, { update: "a", updates: [{ q: { b: { $exists: false } }, u: { $set: { b: 1 } }, multi: true }] },
    { collMod: "a", validator: { b: 1 } }, { insert: "a", documents: [] }, { aggregate: "a", pipeline: [{ $merge: "b" }], cursor: {} }, { explain: { delete: "a", deletes: [{ q: {}, limit: 0 }] } },
    { renameCollection: "a", to: "b" }, { create: "a" },
  ])("%j: nothing", (command) => {
    expect(losses(command)).toEqual([]);
  });
});

describe("what a command is", () => {
  it("tells reading from writing, and what no transaction holds", () => {
    const of = (command: object): unknown[] => [facts(command).kind, facts(command).writes, facts(command).transaction];
    expect(of({ find: "a" })).toEqual(["query", false, "inside"]);
    expect(of({ aggregate: "a", pipeline: [{ $lookup: { from: "b", pipeline: [{ $match: {} }], as: "x" } }], cursor: {} })).toEqual(["query", false, "inside"]);
    expect(of({ aggregate: "a", pipeline: [{ $out: "b" }], cursor: {} })).toEqual(["dml", true, "outside"]);
    expect(of({ insert: "a", documents: [] })).toEqual(["dml", true, "inside"]);
    expect(of({ createIndexes: "a", indexes: [] })).toEqual(["ddl", true, "outside"]);
    expect(of({ mapReduce: "a", map: "", reduce: "", out: { inline: 1 } })).toEqual(["query", false, "outside"]);
    expect(of({ somethingNew: 1 })).toEqual(["utility", true, "outside"]);
    expect(of({ runModule: "m/1-a.js", direction: "up" })).toEqual(["dml", true, "outside"]);
  });

  it("names what is made, dropped and used, with places", () => {
    const view = facts({ create: "v", viewOn: "a", pipeline: [{ $lookup: { from: "b", as: "x" } }, { $unionWith: { coll: "c", pipeline: [{ $graphLookup: { from: "d" } }] } }, { $facet: { x: [{ $unionWith: "e" }] } }] });
    expect(names(view.defines)).toEqual(["view v"]);
    expect(names(view.uses)).toEqual(["table a", "table b", "table c", "table d", "table e"]);
    expect(view.uses.every((use) => use.soft === true)).toBe(true);
    for (const use of view.uses) expect(view.statement.text.slice(use.start, use.end)).toBe(`"${use.name}"`);
    const indexes = facts("db.a.b.createIndexes([{n: 1}, {m: 1}], {unique: true})");
    expect(names(indexes.defines)).toEqual(["table a.b", "index a.b.n_1", "index a.b.m_1"]);
    expect(names(facts({ collMod: "a", index: { name: "n_1", hidden: true } }).uses)).toEqual(["table a", "index a.n_1"]);
    expect(facts({ renameCollection: "a", to: "b" }).renames.map(({ from, to }) => [from.name, to.name])).toEqual([["a", "b"]]);
  });

  it("counts places from the start of the script", () => {
    const text = '[\n  {"create": "a"},\n  {"collMod": "b"}\n]';
    const use = analyse(split(text)).statements[1]?.uses[0];
    expect(text.slice(use?.start, use?.end)).toBe('"b"');
  });
});

describe("what outlives the database", () => {
  it.each([
    [{ createUser: "u", pwd: "p", roles: [] }, true],
    [{ setParameter: 1, x: 1 }, true],
    [{ aggregate: "a", pipeline: [{ $out: { db: "b", coll: "c" } }], cursor: {} }, true],
    [{ aggregate: "a", pipeline: [{ $merge: { into: { db: "b", coll: "c" } } }], cursor: {} }, true],
    [{ renameCollection: "a.x", to: "b.x" }, true],
    [{ bulkWrite: 1, ops: [], nsInfo: [] }, true],
    [{ somethingNew: 1 }, true],
    [{ renameCollection: "a.x", to: "a.y" }, false],
    [{ renameCollection: "x", to: "y" }, false],
    [{ createRole: "r", privileges: [], roles: [] }, false],
    [{ dropRole: "r" }, false],
    [{ grantRolesToUser: "u", roles: ["r"] }, true],
    [{ create: "a" }, false],
    [{ dropDatabase: 1 }, false],
    [{ aggregate: "a", pipeline: [{ $out: "c" }], cursor: {} }, false],
    [{ serverStatus: 1 }, false],
    [{ runModule: "m/1-a.js", direction: "up" }, false],
  ])("%j: %s", (command, expected) => {
    expect(reachesBeyond(JSON.stringify(command))).toBe(expected);
  });
});
