import { describe, expect, test } from "vitest";
import type { RunnableStatement } from "../../../src/core/migration/plan.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { never, runAll } from "../fixture/harness.ts";
import { serverUrl, useMongodb } from "./server.ts";

describe.runIf(serverUrl !== undefined)("what migrations need of MongoDB", () => {
  const { fresh, open } = useMongodb();

  const statement = (session: Session, sql: string): RunnableStatement => {
    const facts = session.engine.analyse(session.engine.split(sql)).statements[0] ?? null;
    return { sql, start: 0, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, facts };
  };

  test("keeps the history, in and outside of a transaction", async () => {
    const session = await open(fresh());
    const { history } = session.migrations;
    expect(await history.read()).toEqual([]);
    const entry = { version: "001", name: "first", checksum: "abc", appliedAt: "2026-01-02T03:04:05.678Z", snapshotId: null };
    const writer = await history.open();
    await writer.begin(entry);
    await session.transaction("rollback", () => writer.advance("001", 7));
    await session.transaction("commit", () => writer.advance("001", 2));
    await writer.finish("001", { outcome: "applied", durationMs: 12.4, statementsDone: 3, fingerprint: "f" });
    expect(await history.read()).toEqual([{ ...entry, durationMs: 12, statementsDone: 3, outcome: "applied", fingerprint: "f" }]);
    const again = await (await open(session.facts.database)).migrations.history.open();
    await again.rolledBack("001");
    expect((await history.read())[0]).toMatchObject({ outcome: "rolledBack", fingerprint: null });
  });

  test("reads what migrate-mongo and golang-migrate applied", async () => {
    const session = await open(fresh());
    await runAll(session, ['{"insert": "changelog", "documents": [{"fileName": "20240101-first.js", "appliedAt": {"$date": "2024-01-01T00:00:00Z"}}]}', '{"insert": "schema_migrations", "documents": [{"version": 7, "dirty": true}]}']);
    expect(await session.migrations.otherHistories()).toEqual([
      { tool: "migrate-mongo", table: "changelog", applied: ["20240101-first"], dirty: false }, { tool: "golang-migrate", table: "schema_migrations", applied: [], upTo: "7", dirty: true },
    ]);
  });

  test("finds out what became of a command that was cut off", async () => {
    const session = await open(fresh());
    await runAll(session, ['{"create": "a"}', '{"createIndexes": "a", "indexes": [{"key": {"x": 1}, "name": "x"}]}']);
    const state = async (sql: string): Promise<string> => (await session.migrations.settle(statement(session, sql), null)).state;
    expect(await state('{"create": "a"}')).toBe("done");
    expect(await state('{"create": "b"}')).toBe("notDone");
    expect(await state('{"createIndexes": "a", "indexes": [{"key": {"x": 1}, "name": "x"}]}')).toBe("done");
    expect(await state('{"createIndexes": "a", "indexes": [{"key": {"y": 1}, "name": "y"}]}')).toBe("notDone");
    expect(await state('{"dropIndexes": "a", "index": "x"}')).toBe("notDone");
    expect(await state('{"dropIndexes": "a", "index": "y"}')).toBe("done");
    expect(await state('{"drop": "a"}')).toBe("notDone");
    expect(await state('{"drop": "b"}')).toBe("done");
    expect(await state('{"collMod": "a", "validator": {"x": 1}}')).toBe("notDone");
    expect(await state('{"renameCollection": "a", "to": "b"}')).toBe("notDone");
    expect(await state('{"renameCollection": "b", "to": "a"}')).toBe("done");
  });

  test("tells which documents a validator shuts out, and by which field", async () => {
    const session = await open(fresh());
    await session.run('{"insert": "a", "documents": [{"_id": 1, "n": 5, "s": "x"}, {"_id": 2, "n": -1, "s": "x"}, {"_id": 3, "s": 7}, {"_id": 4, "n": 1, "s": "x"}]}');
    const schema = '{"$jsonSchema": {"required": ["n"], "properties": {"_id": {}, "n": {"minimum": 0}, "s": {"bsonType": "string"}}}}';
    const ask = (sql: string): Promise<unknown> => session.migrations.shutOut!(statement(session, sql), never);
    expect(await ask(`{"collMod": "a", "validator": ${schema}}`)).toEqual({
      object: "a", rule: "the new validator of a", count: 2, refused: false,
      examples: [{ _id: 2, fails: ["n"] }, { _id: 3, fails: ["n (missing)", "s"] }],
    });
    expect(await ask(`{"collMod": "a", "validator": ${schema}, "validationAction": "warn"}`)).toBeNull();
    expect(await ask(`{"collMod": "a", "validator": ${schema}, "validationLevel": "moderate"}`)).toBeNull();
    expect(await ask('{"collMod": "a", "validator": {"_id": {"$gt": 0}}}')).toBeNull();
    expect(await ask('{"collMod": "a", "validator": {"_id": {"$gt": 1}, "n": {"$gt": 4}}}')).toMatchObject({ count: 4, examples: [{ _id: 1, fails: ["_id"] }, { _id: 2, fails: ["n"] }, { _id: 3, fails: ["n"] }, { _id: 4, fails: ["n"] }] });
    expect(await ask('{"createIndexes": "a", "indexes": [{"key": {"s": 1}, "name": "s", "unique": true}]}')).toEqual({
      object: "a", rule: "the unique index s of a", count: 3, refused: true, examples: [{ key: { s: "x" }, _ids: [1, 2, 4] }],
    });
    expect(await ask('{"createIndexes": "a", "indexes": [{"key": {"s": 1}, "name": "s", "unique": true, "partialFilterExpression": {"_id": {"$lt": 2}}}]}')).toBeNull();
    expect(await ask('{"collMod": "missing", "validator": {"x": 1}}')).toBeNull();
    await session.run('{"insert": "b", "documents": [{"_id": 1, "m": "one@x"}, {"_id": 2, "m": "ONE@x"}, {"_id": 3}, {"_id": 4, "m": null}, {"_id": 5, "m": "two"}]}');
    expect(await ask('{"createIndexes": "b", "indexes": [{"key": {"m": 1}, "name": "m", "unique": true}]}')).toMatchObject({ count: 2, examples: [{ key: { m: null }, _ids: [3, 4] }] });
    expect(await ask('{"createIndexes": "b", "indexes": [{"key": {"m": 1}, "name": "m", "unique": true, "collation": {"locale": "en", "strength": 2}, "partialFilterExpression": {"m": {"$gt": ""}}}]}')).toMatchObject({ count: 2, examples: [{ _ids: [1, 2] }] });
  });

  test("a lease that its holder no longer moves on ends by the server's clock, and the holder is told", async () => {
    const one = await open(fresh());
    const other = await open(one.facts.database);
    const lock = await one.lockApplier(0, never);
    expect(await other.applierHolder()).toContain(`process ${process.pid}`);
    expect(await other.lockApplier(0, never)).toBeNull();
    await other.run('{"update": "data_engineer_lock", "updates": [{"q": {"_id": "applier"}, "u": {"$set": {"until": {"$date": "2001-01-01T00:00:00Z"}}}}]}');
    expect(await other.applierHolder()).toBeNull();
    const taken = await other.lockApplier(0, never);
    expect(taken).not.toBeNull();
    await expect.poll(() => one.run('{"ping": 1}').then(() => "still thinks that it holds it", (error: unknown) => (error as { reason?: string }).reason), { timeout: 20_000 }).toBe("lost");
    await lock?.release();
    expect(await one.applierHolder()).toContain("process");
    await taken?.release();
    expect(await one.applierHolder()).toBeNull();
    expect((await one.run('{"ping": 1}')).rows).toEqual([[1]]);
  });

  test("counts, empties and looks whether there is anything", async () => {
    const session = await open(fresh());
    await runAll(session, ['{"insert": "a", "documents": [{"_id": 1, "x": null}, {"_id": 2, "x": 1}]}', '{"create": "v", "viewOn": "a", "pipeline": [{"$match": {"x": 1}}]}']);
    const { migrations } = session;
    const a = { schema: "", name: "a" };
    expect([await migrations.count(a), await migrations.count(a, "x"), await migrations.hasRows(a), migrations.undoes, migrations.trial]).toEqual([2, 1, true, "rows", "scratch"]);
    await migrations.readNothing({ schema: "", name: "v" }, never);
    await migrations.empty(a, never);
    expect([await migrations.count(a), await migrations.hasRows(a)]).toEqual([0, false]);
    expect(await migrations.activity([a])).toEqual([]);
  });
});
