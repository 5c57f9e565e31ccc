import { describe, expect, test } from "vitest";
import { serverUrl, useMongodb } from "./server.ts";

describe.runIf(serverUrl !== undefined)("a session on MongoDB", () => {
  const { fresh, open } = useMongodb();
  const endless = (collection: string): string =>
    `{"aggregate": "${collection}", "pipeline": [${["a", "b", "c"].map((name) => `{"$project": {"${name}": {"$range": [0, 3000]}}}, {"$unwind": "$${name}"}`).join(", ")}, {"$group": {"_id": null, "n": {"$sum": 1}}}]}`;

  test("says what it is connected to", async () => {
    const { facts } = await open(fresh());
    expect(facts).toMatchObject({ engine: "mongodb", dialect: "mongodb", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as unknown });
    expect(facts.versionNumber).toBeGreaterThan(40_000);
    expect(facts.settings["topology"]).toBe("sharded cluster");
    expect(facts.settings["transactions"]).toBe("yes");
  });

  test("gives documents as rows: the union of their fields, values without loss", async () => {
    const session = await open(fresh());
    const document = '{"_id": 1, "10": "x", "9": "y", "long": {"$numberLong": "9007199254740993"}, "dec": {"$numberDecimal": "1.10"}, "at": {"$date": "2020-01-02T03:04:05.006Z"}, "in": {"z": 1.5, "a": [1, null]}}';
    expect((await session.run(`{"insert": "a", "documents": [${document}, {"_id": {"$oid": "5f5f5f5f5f5f5f5f5f5f5f5f"}, "other": true}]}`)).rowCount).toBe(2);
    const result = await session.run('{"find": "a", "sort": {"_id": 1}}');
    expect(result.columns.map((item) => item.name)).toEqual(["_id", "10", "9", "long", "dec", "at", "in", "other"]);
    expect(result.columns[0]?.type).toBe("int | objectId");
    expect(result.rows).toEqual([
      [1, "x", "y", "9007199254740993", "1.10", "2020-01-02T03:04:05.006Z", { z: 1.5, a: [1, null] }, null],
      [{ $oid: "5f5f5f5f5f5f5f5f5f5f5f5f" }, null, null, null, null, null, null, true],
    ]);
  });

  test("keeps maxRows rows and counts all, over many batches", async () => {
    const session = await open(fresh());
    await session.run(`{"insert": "a", "documents": [${Array.from({ length: 1234 }, (_, id) => `{"_id": ${id}}`).join(",")}]}`);
    const result = await session.run('{"find": "a"}', { maxRows: 3 });
    expect([result.rows.length, result.rowCount]).toEqual([3, 1234]);
    const seen: unknown[] = [];
    for await (const page of session.stream('{"find": "a", "sort": {"_id": 1}}', { pageSize: 100 })) {
      expect(page.rows.length).toBeLessThanOrEqual(100);
      seen.push(...page.rows.flat());
    }
    expect(seen).toEqual(Array.from({ length: 1234 }, (_, id) => id));
  });

  test("a transaction commits, rolls back, and is ended by an error", async () => {
    const session = await open(fresh());
    await session.run('{"create": "a"}');
    const count = async (): Promise<unknown> => (await session.run('{"count": "a"}')).rows[0]?.[0];
    await session.transaction("commit", () => session.run('{"insert": "a", "documents": [{"_id": 1}]}'));
    await session.transaction("rollback", async () => {
      await session.run('{"insert": "a", "documents": [{"_id": 2}]}');
      expect(await count()).toBe(2);
    });
    expect(await count()).toBe(1);
    await expect(session.transaction("commit", async () => {
      await session.run('{"insert": "a", "documents": [{"_id": 3}]}');
      await session.run('{"insert": "a", "documents": [{"_id": 1}]}');
    })).rejects.toMatchObject({ kind: "statement", reason: "constraint", code: "11000" });
    await expect(session.transaction("commit", async () => {
      await session.run('{"insert": "a", "documents": [{"_id": 3}]}');
      await session.run('{"insert": "a", "documents": [{"_id": 1}]}').catch(() => undefined);
    })).rejects.toMatchObject({ kind: "statement" });
    expect(await count()).toBe(1);
  });

  test("a command that runs too long, or whose signal fires, ends on the server", async () => {
    const name = fresh();
    const session = await open(name);
    await session.run('{"insert": "a", "documents": [{"_id": 1}]}');
    await expect(session.run(endless("a"), { statementTimeoutMs: 200 })).rejects.toMatchObject({ kind: "statement", reason: "statementTimeout" });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    await expect(session.run(endless("a"), { signal: stop.signal })).rejects.toMatchObject({ kind: "cancelled" });
    const running = session.run(endless("a")).then(() => "went on", (error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await session.cancel();
    expect(await running).toMatchObject({ kind: "cancelled" });
    const operations = async (): Promise<string> => JSON.stringify((await session.run('{"currentOp": 1}')).rows);
    await expect.poll(operations, { timeout: 20_000 }).not.toContain(`${name}.a`);
    expect((await session.run('{"ping": 1}')).rows).toEqual([[1]]);
  });

  test("says where in the command an error lies", async () => {
    const session = await open(fresh());
    await session.run('{"insert": "a", "documents": [{"_id": 1}]}');
    for (const [text, at, reason] of [
      ['{"fnd": "a"}', "fnd", "syntax"],
      ['{"aggregate": "😀", "pipeline": [{"$nowhere": 1}]}', "$nowhere", "syntax"],
      ['{"find": "a", "filter": {"x": {"$date": "never"}}}', '"never"', "syntax"],
      ['{"find": "a",, }', ", }", "syntax"],
      ['{"insert": "a", "documents": [{"_id": 7}, {"_id": 1}]}', '{"_id": 1}', "constraint"],
    ] as const) await expect(session.run(text), text).rejects.toMatchObject({ kind: "statement", reason, offset: text.indexOf(at) });
    await expect(session.run('{"collMod": "missing", "validationLevel": "off"}')).rejects.toMatchObject({ kind: "statement", reason: "undefinedObject", code: "26" });
  });

  test("a connection that fails says why, and no password", async () => {
    for (const [url, reason] of [
      ["mongodb://127.0.0.1:1/x", "unreachable"], ["mongodb://no-such-host.invalid/x", "unreachable"],
      [`${serverUrl}?replicaSet=none`, "unreachable"], [(serverUrl ?? "").replace("://", "://user:sesame@"), "authentication"],
    ] as const) {
      const error: unknown = await open("x", { url }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ kind: "connection", reason });
      expect(JSON.stringify([error, (error as Error).message, (error as Error).stack])).not.toContain("sesame");
    }
  });
});
