import { EJSON } from "bson";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandText } from "../../../src/engines/mongodb/mongoCommand.ts";
import { UnreadableText } from "../../../src/engines/mongodb/shell/problem.ts";
import { readStatement } from "../../../src/engines/mongodb/statement.ts";

function command(text: string): string {
  const read = readStatement(text);
  if (read.kind !== "command") throw new Error("a module");
  return commandText(read);
}

function problem(text: string): { readonly offset: number; readonly message: string } {
  try {
    readStatement(text);
  } catch (error) {
    if (error instanceof UnreadableText) return { offset: error.offset, message: error.message };
    throw error;
  }
  throw new Error(`${text} was read`);
}

/** The value of a literal, as canonical Extended JSON. */
const literal = (text: string): unknown => JSON.parse(command(`{"x": ${text}}`)).x;

describe("shell lines", () => {
  it.each([
    ["db.orders.find()", { find: "orders", filter: {} }],
    ["db.orders.find({a: 1}, {b: 1}).sort({a: -1}).skip(2).limit(3).toArray()", { find: "orders", filter: { a: 1 }, projection: { b: 1 }, sort: { a: -1 }, skip: 2, limit: 3 }],
    ["db.orders.find({}).project({b: 1}).hint('a_1').maxTimeMS(5).pretty()", { find: "orders", filter: {}, projection: { b: 1 }, hint: "a_1", maxTimeMS: 5 }],
    ["db.orders.find({a: 1}).limit(2).limit(4)", { find: "orders", filter: { a: 1 }, limit: 4 }],
    ["db.orders.find({a: 1}).count()", { count: "orders", query: { a: 1 } }],
    ["db.orders.findOne({a: 1})", { find: "orders", filter: { a: 1 }, limit: 1, singleBatch: true }],
    ["db.a.b.c.find()", { find: "a.b.c", filter: {} }],
    ['db["x-y"].find()', { find: "x-y", filter: {} }],
    ['db.getCollection("find").find({})', { find: "find", filter: {} }],
    ["db.orders.aggregate([{$match: {}}], {allowDiskUse: true, batchSize: 5})", { aggregate: "orders", pipeline: [{ $match: {} }], allowDiskUse: true, cursor: {} }],
    ["db.orders.aggregate({$match: {}}, {$count: 'n'})", { aggregate: "orders", pipeline: [{ $match: {} }, { $count: "n" }], cursor: {} }],
    ["db.aggregate([{$documents: []}])", { aggregate: 1, pipeline: [{ $documents: [] }], cursor: {} }],
    ["db.orders.distinct('status', {a: 1})", { distinct: "orders", key: "status", query: { a: 1 } }],
    ["db.orders.countDocuments({a: 1}, {limit: 9})", { aggregate: "orders", pipeline: [{ $match: { a: 1 } }, { $limit: 9 }, { $count: "n" }], cursor: {} }],
    ["db.orders.estimatedDocumentCount()", { count: "orders" }],
    ["db.orders.find({a: 1}).explain('executionStats')", { explain: { find: "orders", filter: { a: 1 } }, verbosity: "executionStats" }],
    ["db.orders.explain().aggregate([])", { explain: { aggregate: "orders", pipeline: [], cursor: {} }, verbosity: "queryPlanner" }],
    ["db.runCommand({ping: 1})", { ping: 1 }],
    ["db.runCommand('ping')", { ping: 1 }],
    ["show collections", { listCollections: 1, nameOnly: true }],
    ["db.createCollection('a', {capped: true, size: 10})", { create: "a", capped: true, size: 10 }],
    ["db.createView('v', 'a', [{$match: {}}])", { create: "v", viewOn: "a", pipeline: [{ $match: {} }] }],
    ["db.dropDatabase()", { dropDatabase: 1 }],
    ["db.a.drop()", { drop: "a" }],
    ["db.a.insertOne({a: 1})", { insert: "a", documents: [{ a: 1 }] }],
    ["db.a.insertMany([{a: 1}, {a: 2}], {ordered: false})", { insert: "a", documents: [{ a: 1 }, { a: 2 }], ordered: false }],
    ["db.a.updateOne({a: 1}, {$set: {b: 2}}, {upsert: true})", { update: "a", updates: [{ q: { a: 1 }, u: { $set: { b: 2 } }, upsert: true }] }],
    ["db.a.updateMany({}, [{$set: {b: 2}}])", { update: "a", updates: [{ q: {}, u: [{ $set: { b: 2 } }], multi: true }] }],
    ["db.a.replaceOne({a: 1}, {b: 2})", { update: "a", updates: [{ q: { a: 1 }, u: { b: 2 } }] }],
    ["db.a.deleteMany({})", { delete: "a", deletes: [{ q: {}, limit: 0 }] }],
    ["db.a.deleteOne({a: 1})", { delete: "a", deletes: [{ q: { a: 1 }, limit: 1 }] }],
    ["db.a.findOneAndUpdate({a: 1}, {$inc: {n: 1}}, {returnDocument: 'after'})", { findAndModify: "a", query: { a: 1 }, update: { $inc: { n: 1 } }, new: true }],
    ["db.a.createIndex({a: 1, 'b.c': -1, t: 'text'})", { createIndexes: "a", indexes: [{ key: { a: 1, "b.c": -1, t: "text" }, name: "a_1_b.c_-1_t_text" }] }],
    ["db.a.createIndex({a: 1}, {unique: true, name: 'x'})", { createIndexes: "a", indexes: [{ key: { a: 1 }, unique: true, name: "x" }] }],
    ["db.a.dropIndex('x')", { dropIndexes: "a", index: "x" }],
    ["db.a.hideIndex('x')", { collMod: "a", index: { name: "x", hidden: true } }],
    ["db.a.renameCollection('b', true)", { renameCollection: "a", to: "b", dropTarget: true }],
    ["db.a.getIndexes()", { listIndexes: "a" }],
  ])("%s", (text, expected) => {
    const found = command(text);
    expect(JSON.parse(found)).toEqual(expected);
    expect(Object.keys(JSON.parse(found))[0]).toBe(Object.keys(expected)[0]);
  });

  it.each([
    ["db.a.find({a: now()})", "now"],
    ["db.a.find({$where: function() { return 1 }})", "function"],
    ["db.a.find(x => x)", "x =>"],
    ["db.a.find({a: 1}).forEach(print)", "print"],
    ["db.a.find({a: 1}).map({})", "map"],
    ["db.a.find({a: `${1}`})", "`${"],
    ["db.a.find({a: 1n})", "1n"],
    ["db.a.find({a: undefined})", "undefined"],
    ["db.a.find({a: 1}", ""],
    ["db.a.find({a: 'x})", "'x"],
    ["db.a.find({a 1})", "1"],
    ["db.a", ""],
    ["db.a.find", ""],
    ["db.getSiblingDB('b').a.find()", "getSiblingDB"],
    ["use other", "use"],
    ["SELECT 1", "SELECT"],
    ["db.a.updateOne({}, {b: 1})", "{b: 1}"],
    ["db.a.replaceOne({}, {$set: {b: 1}})", "{$set"],
    ["db.a.find({}, {}, {sorted: 1})", "sorted"],
    ["db.a.find({a: ObjectId()})", "ObjectId"],
    ["db.a.find({a: new Date()})", "Date"],
    ['db.a.find({a: ISODate("2024-02-31")})', '"2024-02-31"'],
    ["db.a.find({a: /x/y})", "/x/y"],
    ["db.a.drop() db.b.drop()", "db.b"],
    ['{"drop": "a"} x', "x"],
    ['{"drop": "a", "$db": "other"}', '"$db"'],
    ['{"drop": "a", "lsid": {}}', '"lsid"'],
    ['{"drop": "a", "drop": "b"}', '"drop": "b"'],
    ["{}", "{}"],
    ['[{"$match": {}}]', "["],
  ])("refuses %s at %s", (text, at) => {
    expect(problem(text)).toEqual({ offset: at === "" ? text.length : text.lastIndexOf(at), message: expect.stringMatching(/\S/) });
  });
});

describe("literals", () => {
  it.each([
    ['ObjectId("0123456789abcdef01234567")', { $oid: "0123456789abcdef01234567" }],
    ['ISODate("2024-01-31T10:00:00.5Z")', { $date: { $numberLong: "1706695200500" } }],
    ['new Date("2024-01-31")', { $date: { $numberLong: "1706659200000" } }],
    ['ISODate("2024-01-31T10:00:00+01:30")', { $date: { $numberLong: "1706689800000" } }],
    ["new Date(12)", { $date: { $numberLong: "12" } }],
    ["NumberLong('9223372036854775807')", { $numberLong: "9223372036854775807" }],
    ["NumberInt(7)", { $numberInt: "7" }],
    ['NumberDecimal("0.10")', { $numberDecimal: "0.10" }],
    ["Double(1)", { $numberDouble: "1" }],
    ['UUID("00112233-4455-6677-8899-aabbccddeeff")', { $binary: { base64: "ABEiM0RVZneImaq7zN3u/w==", subType: "04" } }],
    ['BinData(0, "AQI=")', { $binary: { base64: "AQI=", subType: "00" } }],
    ['HexData(5, "00ff")', { $binary: { base64: "AP8=", subType: "05" } }],
    ["Timestamp(3, 4)", { $timestamp: { t: 3, i: 4 } }],
    ["Timestamp({t: 3, i: 4})", { $timestamp: { t: 3, i: 4 } }],
    ["/^a\\/b/im", { $regularExpression: { pattern: "^a/b", options: "im" } }],
    ["RegExp('x', 'i')", { $regularExpression: { pattern: "x", options: "i" } }],
    ["[MinKey, MaxKey()]", [{ $minKey: 1 }, { $maxKey: 1 }]],
    ["'it\\'s \\u00e9\\x41\\n'", "it's éA\n"],
    ["-Infinity", { $numberDouble: "-Infinity" }],
    ["0x10", 16],
    ["[1, -2.5, .5, 1e3,]", [1, -2.5, 0.5, 1000]],
  ])("%s", (text, expected) => {
    expect(literal(text)).toEqual(expected);
    EJSON.parse(command(`{"x": ${text}}`));
  });

  it("keeps the digits and the kind of a number", () => {
    expect(command('{"x": [12345678901234567890, 9007199254740993, -0, 1.0, 1e2, 0.1]}')).toBe('{"x":[12345678901234567890,9007199254740993,-0,1.0,100.0,0.1]}');
  });

  it("keeps the order of fields, also of those that look like numbers", () => {
    expect(command('{"c": "a", "key": {"b": 1, "2020": 1, "a": 1, "__proto__": 2}}')).toBe('{"c":"a","key":{"b":1,"2020":1,"a":1,"__proto__":2}}');
  });

  it("reads whatever JSON writes", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(JSON.parse(command(`{"x": ${JSON.stringify(value)}}`)).x).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
