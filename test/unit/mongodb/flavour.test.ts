import { describe, expect, it } from "vitest";
import { refusedBy } from "../../../src/engines/mongodb/flavour.ts";
import { split } from "../../../src/engines/mongodb/split.ts";

const refused = (command: object | string, versionNumber?: number): string[] => {
  const text = typeof command === "string" ? command : JSON.stringify(command);
  const problems = refusedBy({ dialect: "mongodb", ...(versionNumber === undefined ? {} : { versionNumber }) }, split(text));
  return problems.map(({ offset, message }) => `${/^"?[\w$]+/.exec(text.slice(offset))?.[0] ?? ""}: ${message}`);
};

describe("what a version does not know", () => {
  it.each([
    [{ bulkWrite: 1, ops: [], nsInfo: [] }, 70000, '"bulkWrite: The command bulkWrite is refused by MongoDB before 8.0.'],
    [{ aggregate: "a", pipeline: [{ $lookup: { from: "b", as: "x", pipeline: [{ $densify: {} }] } }], cursor: {} }, 50000, '"$densify: $densify is refused by MongoDB before 5.1.'],
    [{ update: "a", updates: [{ q: {}, u: [{ $set: { x: { $median: {} } } }] }] }, 60000, '"$median: $median is refused by MongoDB before 7.0.'],
    [{ create: "a", timeseries: { timeField: "t", bucketMaxSpanSeconds: 5, bucketRoundingSeconds: 5 } }, 60000, '"bucketMaxSpanSeconds: The option bucketMaxSpanSeconds of create is refused by MongoDB before 6.3.'],
    [{ collMod: "a", index: { name: "n", prepareUnique: true } }, 50000, '"prepareUnique: The option prepareUnique of collMod is refused by MongoDB before 6.0.'],
    [{ explain: { aggregate: "a", pipeline: [{ $fill: {} }], cursor: {} } }, 50000, '"$fill: $fill is refused by MongoDB before 5.3.'],
    ["db.a.updateOne({}, {$set: {a: 1}}, {sort: {a: 1}})", 70000, "sort: The option sort of update is refused by MongoDB before 8.0."],
  ])("%j on %i", (command, version, message) => {
    expect(refused(command, version)[0]).toBe(message);
    expect(refused(command, 80200)).toEqual([]);
    expect(refused(command)).toEqual([]);
  });

  it("knows what went, also without a version", () => {
    for (const command of [{ eval: "1" }, { copydb: 1 }, { geoSearch: "a" }, { createIndexes: "a", indexes: [{ key: { p: "geoHaystack" }, name: "p" }] }]) expect(refused(command)).toHaveLength(1);
    expect(refused({ getLastError: 1 }, 50000)).toEqual([]);
    expect(refused({ getLastError: 1 }, 60000)).toHaveLength(1);
  });

  it("leaves stored names, literals and comments alone", () => {
    expect(refused({ insert: "a", documents: [{ $densify: 1, x: { $fill: 1 } }] }, 50000)).toEqual([]);
    expect(refused({ aggregate: "a", pipeline: [{ $project: { x: { $literal: { $median: 1 } } } }], comment: { $fill: 1 }, cursor: {} }, 50000)).toEqual([]);
    expect(refused("db.a.find({a: now()})", 50000)).toEqual([]);
  });
});
