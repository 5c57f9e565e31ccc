import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeDifference, diffCatalogs } from "../../../src/core/catalog/diff.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { never, runAll } from "../fixture/harness.ts";
import { serverUrl, useMongodb } from "./server.ts";

const everything = [
  '{"create": "orders", "validator": {"$jsonSchema": {"required": ["total"], "properties": {"total": {"bsonType": "int", "minimum": 0.5}}}}, "validationLevel": "moderate"}',
  '{"createIndexes": "orders", "indexes": [{"key": {"b": 1, "a": -1}, "name": "ba", "unique": true, "partialFilterExpression": {"a": {"$gt": {"$numberLong": "5"}}}}, {"key": {"note": "text"}, "name": "words", "weights": {"note": 3}}, {"key": {"at": 1}, "name": "old", "expireAfterSeconds": 60000}, {"key": {"$**": 1}, "name": "all"}]}',
  '{"createIndexes": "orders", "indexes": [{"key": {"quiet": 1}, "name": "quiet"}]}',
  '{"collMod": "orders", "index": {"name": "quiet", "hidden": true}}',
  '{"create": "people"}',
  '{"create": "b_totals", "viewOn": "orders", "pipeline": [{"$lookup": {"from": "people", "localField": "who", "foreignField": "_id", "as": "who"}}]}',
  '{"create": "a_totals", "viewOn": "b_totals", "pipeline": [{"$match": {"x": 1.0}}]}',
];

describe.runIf(serverUrl !== undefined)("a MongoDB database as a whole", () => {
  const { fresh, open } = useMongodb();
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mongodb-rows-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const differences = async (one: Session, two: Session): Promise<string[]> => diffCatalogs(await one.catalog(), await two.catalog()).map(describeDifference);

  test("rebuilds from its own script, also command by command as a shell would send them", async () => {
    const [one, two] = [await open(fresh()), await open(fresh())];
    await runAll(one, everything);
    const script = one.engine.renderCatalog(await one.catalog());
    expect(Array.isArray(JSON.parse(script))).toBe(true);
    await runAll(two, one.engine.split(script).statements.map((statement) => statement.text));
    expect(await differences(one, two)).toEqual([]);
    expect(one.engine.renderCatalog(await two.catalog())).toBe(script);
  });

  test("changes turn one schema into another and back", async () => {
    const [one, two] = [await open(fresh()), await open(fresh())];
    await runAll(one, everything);
    await runAll(two, [
      '{"create": "people", "validator": {"name": {"$exists": true}}, "validationAction": "warn"}', '{"create": "third"}', '{"create": "orders"}',
      '{"createIndexes": "orders", "indexes": [{"key": {"b": 1, "a": 1}, "name": "ba"}, {"key": {"at": 1}, "name": "old", "expireAfterSeconds": 7}, {"key": {"quiet": 1}, "name": "quiet"}]}',
      '{"create": "b_totals", "viewOn": "third", "pipeline": []}',
    ]);
    const [first, second] = [await one.catalog(), await two.catalog()];
    for (const step of one.engine.changes(first, second)) await one.run(step.sql);
    expect(await differences(one, two)).toEqual([]);
    for (const step of one.engine.changes(second, first)) await one.run(step.sql);
    expect(fingerprint(await one.catalog())).toBe(fingerprint(first));
    expect(one.engine.changes(first, first)).toEqual([]);
  });

  test("an option that nothing changes in place costs a copy that takes the name, with its documents", async () => {
    const session = await open(fresh());
    await runAll(session, ['{"create": "a", "validator": {"x": 1}}', '{"insert": "a", "documents": [{"_id": 1}], "bypassDocumentValidation": true}', '{"createIndexes": "a", "indexes": [{"key": {"x": 1}, "name": "x"}]}']);
    const now = await session.catalog();
    const capped = { ...now, tables: now.tables.map((table) => ({ ...table, options: { ...table.options, capped: "true", size: "4096" } })) };
    const steps = session.engine.changes(now, capped);
    expect(steps.map((step) => [step.sql.split(":")[0], step.destroys])).toEqual([['{"create"', false], ['{"aggregate"', false], ['{"renameCollection"', true], ['{"collMod"', false], ['{"createIndexes"', false]]);
    const doable = steps.map((step) => step.sql.replace(', "capped": true, "size": 4096', ""));
    await runAll(session, doable);
    expect(fingerprint(await session.catalog())).toBe(fingerprint(now));
    expect((await session.run('{"find": "a"}')).rows).toEqual([[1]]);
  });

  test("kept documents come back as they were, types and order of fields and all", async () => {
    const session = await open(fresh());
    await runAll(session, [
      '{"create": "a"}',
      '{"insert": "a", "documents": [{"_id": {"x": 1, "2": 1, "1": 1}, "z": 1, "a": {"10": 1.0, "9": {"$numberLong": "1"}}, "d": {"$date": {"$numberLong": "-5"}}, "b": {"$binary": {"base64": "AP8K", "subType": "80"}}, "r": {"$regularExpression": {"pattern": "^a/b", "options": "i"}}, "t": {"$timestamp": {"t": 5, "i": 6}}, "m": {"$minKey": 1}, "n": {"$numberDouble": "NaN"}, "q": {"$numberDecimal": "1E+3"}, "s": "😀\\u0000\\n", "neg": {"$numberDouble": "-0.0"}, "arr": [[], {}, null]}, {"_id": 2, "v": "old"}, {"_id": 3, "v": "gone"}]}',
      '{"collMod": "a", "validator": {"v": {"$exists": true}}}',
    ]);
    const [file, again] = [path.join(folder, "one"), path.join(folder, "two")];
    const request = { schema: "", table: "a", key: ["_id"] };
    expect(await session.keepRows(request, file, never)).toMatchObject({ rows: 3 });
    await runAll(session, ['{"delete": "a", "deletes": [{"q": {"_id": {"$in": [3, {"x": 1, "2": 1, "1": 1}]}}, "limit": 0}]}', '{"update": "a", "updates": [{"q": {"_id": 2}, "u": {"$set": {"v": "new", "w": 1}}}]}']);
    for (let round = 0; round < 2; round += 1) {
      expect(await session.transaction("commit", () => session.loadRows(request, file, never))).toEqual({ rows: 3 });
      await session.keepRows(request, again, never);
      expect(await readFile(again, "utf8")).toBe(await readFile(file, "utf8"));
    }
    const wanted = { ...request, columns: ["v"] };
    await session.keepRows(wanted, file, never);
    await session.run('{"update": "a", "updates": [{"q": {}, "u": {"$set": {"v": "lost", "other": 1}}, "multi": true}]}');
    await session.loadRows(wanted, file, never);
    expect((await session.run('{"find": "a", "filter": {"_id": {"$in": [2, 3]}}, "projection": {"v": 1, "other": 1}, "sort": {"_id": 1}}')).rows).toEqual([[2, "old", 1], [3, "gone", 1]]);
  });

  test("many documents are kept and brought back in batches", async () => {
    const session = await open(fresh());
    for (let part = 0; part < 5; part += 1) await session.run(`{"insert": "a", "documents": [${Array.from({ length: 1000 }, (_, at) => `{"_id": ${part * 1000 + at}, "text": "${"x".repeat(50)}"}`).join(",")}]}`);
    const request = { schema: "", table: "a", key: ["_id"] };
    const file = path.join(folder, "many");
    expect((await session.keepRows(request, file, never)).rows).toBe(5000);
    await session.run('{"drop": "a"}');
    expect(await session.loadRows(request, file, never)).toEqual({ rows: 5000 });
    expect([...(await session.countRows())]).toEqual([["a", 5000]]);
  });

  test("a shadow has the same schema and documents, none of what is done there reaches the source, and a dead maker's is swept", async () => {
    const session = await open(fresh());
    await runAll(session, everything);
    await runAll(session, ['{"insert": "people", "documents": [{"_id": 1}, {"_id": 2}]}', '{"insert": "orders", "documents": [{"_id": 1}], "bypassDocumentValidation": true}']);
    const before = fingerprint(await session.catalog());
    const shadow = await session.shadow({ data: "sample", signal: never });
    expect(fingerprint(await shadow.session.catalog())).toBe(before);
    expect([...(await shadow.session.countRows())]).toEqual([["orders", 1], ["people", 2]]);
    await runAll(shadow.session, ['{"drop": "people"}', `{"renameCollection": "${session.facts.database}.orders", "to": "${session.facts.database}.other"}`]);
    expect([...(await session.countRows())]).toEqual([["orders", 1], ["people", 2]]);
    await expect(shadow.session.run(`{"aggregate": "other", "pipeline": [{"$out": {"db": "${session.facts.database}", "coll": "people"}}]}`)).rejects.toMatchObject({ kind: "unsupported" });
    const name = shadow.session.facts.database;
    const names = async (): Promise<string> => JSON.stringify((await session.run('{"listDatabases": 1, "nameOnly": true}')).rows);
    expect(await names()).toContain(name);
    const admin = await open(name);
    await admin.run('{"update": "data_engineer_shadow", "updates": [{"q": {"_id": "maker"}, "u": {"$set": {"until": {"$date": "2001-01-01T00:00:00Z"}}}}]}');
    const next = await session.shadow({ data: "empty", signal: never });
    expect(await names()).not.toContain(name);
    expect((await next.session.catalog()).tables).toEqual([]);
    await next.drop();
    await shadow.drop();
    expect(await names()).not.toContain(next.session.facts.database);
  });
});
