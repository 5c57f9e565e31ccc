import { describe, expect, test } from "vitest";
import type { Session } from "../../../src/engines/engine.ts";
import { serverUrl, useMongodb } from "./server.ts";

describe.runIf(serverUrl !== undefined)("explain", () => {
  const databases = useMongodb();
  const filled = async (): Promise<Session> => {
    const session = await databases.open(databases.fresh());
    await session.run('{"insert": "orders", "documents": [{"_id": 1, "a": 1}, {"_id": 2, "a": 2}]}');
    return session;
  };

  test("an analysed write writes nothing, and is told in numbers", async () => {
    const session = await filled();
    for (const write of ['{"delete": "orders", "deletes": [{"q": {"a": 1}, "limit": 0}]}', '{"update": "orders", "updates": [{"q": {"a": 2}, "u": {"$set": {"a": 9}}}]}']) {
      const { text } = await session.explain(write, { analyse: true });
      const reading = session.engine.plans?.read(text);
      expect(reading).toMatchObject({ plan: { executed: true, root: { kind: "write" } } });
    }
    expect((await session.run('{"find": "orders", "sort": {"_id": 1}}')).rows.map(([, a]) => a)).toEqual([1, 2]);
  });

  test("a plan alone executes nothing, also where the explain is written with another verbosity", async () => {
    const session = await filled();
    for (const statement of ['{"find": "orders", "filter": {"a": 1}}', '{"explain": {"find": "orders", "filter": {"a": 1}}, "verbosity": "executionStats"}', '{"explain": {"find": "orders"}}', 'db.orders.find({a: 1}).explain("allPlansExecution")']) {
      expect(session.engine.plans?.read((await session.explain(statement)).text), statement).toMatchObject({ plan: { executed: false } });
    }
    expect(session.engine.plans?.read((await session.explain('db.orders.find({a: 1}).explain("executionStats")', { analyse: true })).text)).toMatchObject({ plan: { executed: true, facts: { nReturned: 1 } } });
  });

  test("an aggregation that writes is not analysed", async () => {
    const session = await filled();
    for (const last of ['{"$out": "copied"}', '{"$merge": {"into": "copied"}}']) {
      await expect(session.explain(`{"aggregate": "orders", "pipeline": [${last}], "cursor": {}}`, { analyse: true })).rejects.toMatchObject({ kind: "unsupported" });
    }
    expect((await session.run("show collections")).rows.flat()).not.toContain("copied");
  });

  test("an explain that is cancelled ends", async () => {
    const session = await filled();
    await expect(session.explain('{"find": "orders"}', { analyse: true, signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: "cancelled" });
    expect((await session.run('{"count": "orders"}')).rows).toEqual([[2]]);
  });
});
