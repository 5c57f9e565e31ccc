import { describe, expect, test } from "vitest";
import { readCommand as readText } from "../../../../src/engines/mongodb/readCommand.ts";
import { readCommand } from "../../../../src/engines/mongodb/indexes/read/command.ts";
import { createIndexes } from "../../../../src/engines/mongodb/indexes/statements.ts";
import { fieldPart } from "../../../../src/engines/mongodb/indexes/read/fieldPart.ts";
import type { QueryUse } from "../../../../src/core/indexes/queryUse.ts";
import { useText } from "../../indexes/useText.ts";

function read(command: string): QueryUse {
  const use = readCommand(readText(command));
  if (use === undefined) throw new Error("It is neither a query nor a write.");
  return use;
}

describe("what a command asks of its collections", () => {
  test.each([
    ["an equality", '{"find": "orders", "filter": {"customer": 7}}', ["orders: customer equal"]],
    ["$eq", '{"find": "orders", "filter": {"customer": {"$eq": 7}}}', ["orders: customer equal"]],
    ["equality, sort, limit", '{"find": "orders", "filter": {"customer": 7}, "sort": {"created": -1}, "limit": 5}', ["orders: customer equal; order created DESC; limited"]],
    ["a range", '{"find": "orders", "filter": {"amount": {"$gt": 5, "$lte": 9}}}', ["orders: amount range, amount range"]],
    ["$in", '{"find": "orders", "filter": {"sku": {"$in": ["a", "b"]}}}', ["orders: sku in"]],
    ["$in of many", JSON.stringify({ find: "orders", filter: { sku: { $in: Array.from({ length: 300 }, (_, at) => at) } } }), ["orders: sku range"]],
    ["$ne", '{"find": "orders", "filter": {"status": {"$ne": "open"}}}', ["orders: status other"]],
    ["null", '{"find": "orders", "filter": {"status": null}}', ["orders: status null"]],
    ["$exists", '{"find": "orders", "filter": {"status": {"$exists": true}}}', ["orders: status notNull"]],
    ["an anchored pattern", '{"find": "orders", "filter": {"sku": {"$regex": "^sku-1"}}}', ["orders: sku prefix"]],
    ["a pattern that is not anchored", '{"find": "orders", "filter": {"sku": {"$regex": "ku-1"}}}', ["orders: sku other"]],
    ["a pattern whatever its case", '{"find": "orders", "filter": {"sku": {"$regex": "^sku", "$options": "i"}}}', ["orders: sku other"]],
    ["$and", '{"find": "orders", "filter": {"$and": [{"a": 1}, {"b": {"$gt": 2}}]}}', ["orders: a equal, b range"]],
    ["$or", '{"find": "orders", "filter": {"$or": [{"a": 1}, {"b": {"$gt": 2}}]}}', ["orders: or [a equal | b range]"]],
    ["$or with a branch that says nothing", '{"find": "orders", "filter": {"$or": [{"a": 1}, {"$expr": true}]}}', ["orders:"]],
    ["a field inside", '{"find": "orders", "filter": {"address.city": "Rome"}}', ["orders: address.city equal"]],
    ["by _id", '{"find": "orders", "filter": {"_id": 7, "status": "open"}}', ["orders:"]],
    ["in the order of _id", '{"find": "orders", "sort": {"_id": 1}}', ["orders:"]],
    ["a count", '{"count": "orders", "query": {"customer": 7}}', ["orders: customer equal"]],
    ["distinct", '{"distinct": "orders", "key": "sku", "query": {"customer": 7}}', ["orders: customer equal; group sku"]],
    ["an update", '{"update": "orders", "updates": [{"q": {"customer": 7}, "u": {"$set": {"note": "x"}}}]}', ["orders: customer equal"]],
    ["a delete", '{"delete": "orders", "deletes": [{"q": {"customer": 7}, "limit": 0}]}', ["orders: customer equal"]],
    ["findAndModify", '{"findAndModify": "orders", "query": {"status": "open"}, "sort": {"created": 1}, "remove": true}', ["orders: status equal; order created; limited"]],
    ["a pipeline", '{"aggregate": "orders", "pipeline": [{"$match": {"customer": 7}}, {"$sort": {"created": -1}}, {"$limit": 5}], "cursor": {}}', ["orders: customer equal; order created DESC; limited"]],
    ["two $match", '{"aggregate": "orders", "pipeline": [{"$match": {"a": 1}}, {"$match": {"b": 2}}], "cursor": {}}', ["orders: a equal, b equal"]],
    ["two $match of one field", '{"aggregate": "orders", "pipeline": [{"$match": {"a": {"$gt": 1}}}, {"$match": {"a": {"$lt": 9}}}], "cursor": {}}', ["orders: a range, a range"]],
    ["not behind a stage that makes other documents", '{"aggregate": "orders", "pipeline": [{"$project": {"a": 1}}, {"$match": {"a": 1}}], "cursor": {}}', ["orders:"]],
    ["not behind a $limit", '{"aggregate": "orders", "pipeline": [{"$limit": 5}, {"$match": {"a": 1}}], "cursor": {}}', ["orders: limited"]],
    ["$group", '{"aggregate": "orders", "pipeline": [{"$match": {"a": 1}}, {"$group": {"_id": "$sku", "n": {"$sum": 1}}}], "cursor": {}}', ["orders: a equal; group sku"]],
    ["$lookup", '{"aggregate": "orders", "pipeline": [{"$match": {"a": 1}}, {"$lookup": {"from": "lines", "localField": "_id", "foreignField": "order", "as": "lines"}}], "cursor": {}}', ["orders: a equal", "lines: order join"]],
    ["$lookup by _id", '{"aggregate": "orders", "pipeline": [{"$lookup": {"from": "customers", "localField": "customer", "foreignField": "_id", "as": "who"}}], "cursor": {}}', ["orders:", "customers:"]],
  ])("%s", (_, command, expected) => expect(useText(read(command))).toEqual(expected));
});

test("what a covered query reads is told, and _id is left out where it is not shown", () => {
  expect(read('{"find": "orders", "filter": {"customer": 7}, "projection": {"_id": 0, "amount": 1}}').tables[0]?.reads).toEqual(["amount", "customer"]);
  expect(read('{"find": "orders", "filter": {"customer": 7}, "projection": {"amount": 1}}').tables[0]?.reads).toEqual(["amount", "_id", "customer"]);
  expect(read('{"find": "orders", "filter": {"customer": 7}, "projection": {"amount": 0}}').tables[0]?.reads).toBe("all");
});

test("what is written is told with its fields", () => {
  expect(read('{"update": "orders", "updates": [{"q": {}, "u": {"$set": {"note": "x"}, "$inc": {"n": 1}}}]}').writes).toEqual([{ schema: "", table: "orders", kind: "update", columns: ["note", "n"] }]);
  expect(read('{"insert": "orders", "documents": [{"a": 1}]}').writes).toEqual([{ schema: "", table: "orders", kind: "insert", columns: [] }]);
});

test("what cannot be read is told", () => {
  expect(read('{"aggregate": "orders", "pipeline": [{"$unionWith": {"coll": "old"}}], "cursor": {}}').unread).toEqual(["What $unionWith asks of its collection is not read."]);
  expect(read('{"find": "orders", "filter": {"a": 1}, "collation": {"locale": "de"}}').unread).toHaveLength(1);
  expect(readCommand(readText('{"create": "orders"}'))).toBeUndefined();
});

test("a partial index holds all that its predicate says", () => {
  const draft = { schema: "", table: "orders", method: "btree", keys: [{ part: fieldPart("amount"), descending: true }], carried: [], predicate: '{"status": "open"} AND {"kind": "web"}' };
  expect(JSON.parse(createIndexes(draft, "i"))).toEqual({ createIndexes: "orders", indexes: [{ key: { amount: -1 }, name: "i", partialFilterExpression: { status: "open", kind: "web" } }] });
});
