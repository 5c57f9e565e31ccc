import { describe, expect, it } from "vitest";
import { brief, check } from "../order/check.ts";

const errors = (...files: readonly (readonly object[])[]): string[] => {
  const scripts = Object.fromEntries(files.map((commands, at) => [`${at + 1}.up.json`, JSON.stringify(commands)]));
  return brief(check(scripts, { engine: "mongodb", complete: true }).findings).map((one) => one.replace(/ \d+:\d+$/, ""));
};

const index = (collection: string, name = "n_1", options: object = {}): object => ({ createIndexes: collection, indexes: [{ key: { n: 1 }, name, ...options }] });
const validator = { n: { $type: "int" } };

describe("order of command files", () => {
  it("takes what works", () => {
    expect(errors([{ create: "a", validator }, index("a"), { insert: "a", documents: [] }], [{ renameCollection: "a", to: "b" }, { update: "b", updates: [] }, { drop: "b" }, { create: "a" }])).toEqual([]);
    expect(errors([{ insert: "a", documents: [] }, { create: "a" }, { create: "a" }])).toEqual([]);
    expect(errors([index("a"), index("b"), index("a")])).toEqual([]);
    expect(errors([{ create: "v", viewOn: "missing", pipeline: [{ $lookup: { from: "also", pipeline: [], as: "x" } }] }, { aggregate: "gone", pipeline: [{ $out: "a" }], cursor: {} }])).toEqual([]);
    expect(errors([{ create: "a" }, { dropDatabase: 1 }, { create: "a", validator }])).toEqual([]);
    expect(errors([{ drop: "never" }, { delete: "never", deletes: [] }])).toEqual([]);
  });

  it("finds an index or a validator on a collection that a later file creates", () => {
    expect(errors([index("a")], [{ create: "a", validator }])).toEqual(["error used-before-created collection a"]);
    expect(errors([{ collMod: "a", validator }], [{ create: "a" }])).toEqual(["error used-before-created collection a"]);
  });

  it("finds the old name after a rename, and what does nothing", () => {
    expect(errors([{ create: "a" }], [{ renameCollection: "a", to: "b" }], [{ collMod: "a", validator }])).toEqual(["error used-after-dropped collection a"]);
    expect(errors([{ create: "a" }, { drop: "a" }, { update: "a", updates: [{ q: {}, u: { $set: { n: 1 } } }] }])).toEqual(["warning used-after-dropped collection a"]);
    expect(errors([{ create: "a", validator }, { drop: "a" }, { insert: "a", documents: [] }])).toEqual(["warning used-after-dropped collection a"]);
    expect(errors([{ delete: "a", deletes: [] }], [{ create: "a" }])).toEqual(["warning used-before-created collection a"]);
  });

  it("finds what is created twice with other options, and two names of one index", () => {
    expect(errors([{ create: "a" }], [{ create: "a", validator }])).toEqual(["error created-twice collection a"]);
    expect(errors([{ create: "a" }, { create: "a", viewOn: "b", pipeline: [] }])).toEqual(["error created-twice view a"]);
    expect(errors([index("a"), index("a", "n_1", { unique: true })])).toEqual(["error created-twice index n_1"]);
    expect(errors([index("a"), index("a", "other")])).toEqual(["error created-twice index other"]);
    expect(errors([{ create: "a" }, { create: "b" }, { renameCollection: "a", to: "b" }])).toEqual(["error created-twice collection b"]);
    expect(errors([{ create: "a" }, { create: "b" }, { renameCollection: "a", to: "b", dropTarget: true }, { drop: "b" }])).toEqual([]);
  });

  it("takes an index with its collection", () => {
    expect(errors([index("a"), { drop: "a" }, { create: "a" }, { dropIndexes: "a", index: "n_1" }])).toEqual(["error used-after-dropped index n_1"]);
    expect(errors([index("a"), { renameCollection: "a", to: "b" }, { dropIndexes: "b", index: { n: 1 } }])).toEqual([]);
  });

  it("names the order of files that works", () => {
    const { fileOrder, findings } = check({ "1.up.json": JSON.stringify([index("a")]), "2.up.json": JSON.stringify([{ create: "a", validator }]) }, { engine: "mongodb", complete: true });
    expect(fileOrder).toEqual([1, 0]);
    expect(findings[0]?.message).toBe("createIndexes makes collection a by itself, so that create in 2.up.json line 1 finds it there and fails.");
    expect(findings[0]?.range?.start).toEqual({ line: 0, character: 18 });
  });

  it("says nothing of a script alone whose collections may be there", () => {
    const alone = (commands: readonly object[]): string[] => brief(check({ "1.up.json": JSON.stringify(commands) }, { engine: "mongodb" }).findings);
    expect(alone([index("a"), { insert: "b", documents: [] }, { collMod: "c", validator }, { renameCollection: "d", to: "e" }, { dropIndexes: "a", index: "x" }])).toEqual([]);
  });

  it("takes no index for the creation of a collection that may be there", () => {
    expect(errors([{ collMod: "a", validator }, index("a")]).filter((one) => !one.startsWith("info"))).toEqual([]);
    expect(errors([{ collMod: "a", validator }, index("a")], [{ create: "a" }])).toContain("error used-before-created collection a");
  });

  it("puts what cannot be read where it stands", () => {
    expect(brief(check({ "1.up.json": '[\n  {"create": "a"},\n  {"create": b}\n]' }, { engine: "mongodb" }).findings)).toEqual(["error syntax undefined 2:13"]);
  });
});
