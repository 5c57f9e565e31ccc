import { describe, expect, test } from "vitest";
import type { Session } from "../../../src/engines/engine.ts";
import { MongodbSession } from "../../../src/engines/mongodb/session.ts";
import { prepareClient } from "../../../src/engines/mongodb/url.ts";
import { Wire } from "../../../src/engines/mongodb/wire.ts";
import { never, runAll } from "../fixture/harness.ts";
import { serverUrl, useMongodb } from "./server.ts";

const timeouts = { connect: 10_000, lock: 0, statement: 0, idleInTransaction: 0 };

describe.runIf(serverUrl !== undefined)("a server without transactions", () => {
  const { fresh, open } = useMongodb();

  /** A session that is told that its server has none. */
  const standalone = async (like: Session): Promise<MongodbSession> => {
    const url = new URL(serverUrl ?? "");
    url.pathname = `/${like.facts.database}`;
    const { client, database } = prepareClient(url.href, timeouts);
    await client.connect();
    const scratch = (): Promise<never> => Promise.reject(new Error("No scratch database is wanted here."));
    return new MongodbSession({ engine: like.engine, facts: like.facts, wire: new Wire(client, database, true), options: { url: url.href, cwd: "/", readOnly: false, timeouts, signal: never }, transactions: false, scratch, inTrial: () => Promise.reject(new Error("Nothing is tried here.")) });
  };
  const documents = async (session: Session): Promise<unknown> => (await session.run('{"find": "a", "sort": {"_id": 1}}')).rows;
  const changes = [
    '{"insert": "a", "documents": [{"_id": 4, "v": "added"}, {"v": "without an _id"}]}',
    '{"update": "a", "updates": [{"q": {"_id": {"$lt": 3}}, "u": {"$set": {"v": "changed"}}, "multi": true}, {"q": {"_id": 9}, "u": {"$set": {"v": "upserted"}}, "upsert": true}]}',
    '{"update": "a", "updates": [{"q": {"_id": 1}, "u": {"$set": {"v": "changed twice"}}}]}',
    '{"delete": "a", "deletes": [{"q": {"_id": 3}, "limit": 1}]}',
    '{"findAndModify": "a", "query": {}, "sort": {"_id": 1}, "update": {"$set": {"v": "found"}}}',
  ];

  test("undoes nothing by itself, and says so", async () => {
    const plain = await open(fresh());
    const session = await standalone(plain);
    expect(session.migrations.undoes).toBe("nothing");
    await expect(session.transaction("rollback", () => plain.run('{"create": "never"}'))).rejects.toMatchObject({ kind: "unsupported" });
    await expect(session.transaction("readOnly", () => session.run('{"insert": "a", "documents": [{"_id": 1}]}'))).rejects.toMatchObject({ reason: "readOnly" });
    expect((await plain.catalog()).tables).toEqual([]);
    await session.close();
  });

  test("gets the documents back that a failed script had changed", async () => {
    const plain = await open(fresh());
    const session = await standalone(plain);
    await plain.run('{"insert": "a", "documents": [{"_id": 1, "v": "one"}, {"_id": 2, "v": "two"}, {"_id": 3, "v": "three"}]}');
    const before = await documents(plain);
    await expect(session.transaction("commit", async () => {
      await runAll(session, changes);
      expect(await documents(plain)).not.toEqual(before);
      await session.run('{"insert": "a", "documents": [{"_id": 2}]}');
    })).rejects.toMatchObject({ reason: "constraint" });
    expect(await documents(plain)).toEqual(before);
    await session.transaction("commit", () => runAll(session, changes));
    expect(((await documents(plain)) as unknown[]).length).toBe(5);
    expect((await plain.run('{"find": "data_engineer_journal"}')).rows).toEqual([]);
    await expect(session.transaction("commit", async () => {
      await session.run('{"aggregate": "a", "pipeline": [{"$out": "copied"}]}');
      await session.run('{"insert": "a", "documents": [{"_id": 2}]}');
    })).rejects.toMatchObject({ next: expect.stringContaining("the aggregation of a that writes") as unknown });
    await session.close();
  });

  test("the next applier puts back what one changed that died in the middle", async () => {
    const plain = await open(fresh());
    await plain.run('{"insert": "a", "documents": [{"_id": 1, "v": "one"}, {"_id": 2, "v": "two"}, {"_id": 3, "v": "three"}]}');
    const before = await documents(plain);
    const dying = await standalone(plain);
    await dying.lockApplier(0, never);
    void dying.transaction("commit", async () => {
      await runAll(dying, changes);
      await new Promise(() => undefined);
    });
    await expect.poll(async () => ((await documents(plain)) as unknown[][])[0]?.[1]).toBe("found");
    await dying.close();
    const next = await standalone(plain);
    const lock = await next.lockApplier(20_000, never);
    expect(lock).not.toBeNull();
    expect(await documents(plain)).toEqual(before);
    await lock?.release();
    await next.close();
  });
});
