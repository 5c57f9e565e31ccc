import { expect, test } from "vitest";
import { describeEveryEngine } from "../engines.ts";
import { expectAlive, ids, optionsFor, useDatabase } from "../fixture/harness.ts";

describeEveryEngine("cancel", (fixture) => {
  const { words, endlessRunning } = fixture;
  const harness = useDatabase(fixture);
  const working = async (): Promise<readonly string[]> => (await endlessRunning?.(harness.database)) ?? [];
  let mine: readonly string[] = [];
  /** Waits until the server works on one more endless statement; without a server to ask, a moment. */
  const begun = async (): Promise<void> => {
    if (endlessRunning === undefined) await new Promise((resolve) => setTimeout(resolve, 100));
    else await expect.poll(async () => (mine = await working()), { timeout: 30_000 }).not.toEqual([]);
  };
  /** The server says that it has stopped. */
  const ended = async (): Promise<void> => {
    await expect.poll(async () => (await working()).filter((one) => mine.includes(one)), { timeout: 30_000 }).toEqual([]);
  };

  test("a signal stops a statement on the server", async () => {
    const session = await harness.open();
    const stop = new AbortController();
    const running = session.run(words.endless, { signal: stop.signal });
    const outcome = running.then(() => "went on", (error: unknown) => error);
    await begun();
    stop.abort();
    expect(await outcome).toMatchObject({ kind: "cancelled" });
    await ended();
    await expectAlive(session, words);
  });

  test("a signal that has fired already stops it before it starts", async () => {
    const session = await harness.open();
    await expect(session.run(words.createTable("never_made", { a: "integer" }), { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: "cancelled" });
    await expect(session.run(words.mustExist("never_made"))).rejects.toMatchObject({ reason: "undefinedObject" });
  });

  test("cancel() stops what runs now", async () => {
    const session = await harness.open();
    const running = session.run(words.endless);
    const outcome = running.then(() => "went on", (error: unknown) => error);
    await begun();
    await session.cancel();
    expect(await outcome).toMatchObject({ kind: "cancelled" });
    await ended();
    await expectAlive(session, words);
  });

  test("cancel() of an idle session does nothing to the next statement", async () => {
    const session = await harness.open();
    for (let round = 0; round < 20; round += 1) {
      await session.cancel();
      await expectAlive(session, words);
    }
  });

  test("a cancelled transaction is undone", async () => {
    const session = await harness.open();
    await session.run(words.createTable("kept", { id: "integer" }));
    const stop = new AbortController();
    const work = session.transaction("commit", async () => {
      await session.run(words.insert("kept", [{ id: 1 }]));
      void begun().then(() => stop.abort());
      await session.run(words.endless, { signal: stop.signal });
    });
    await expect(work).rejects.toMatchObject({ kind: "cancelled" });
    expect(await ids(await harness.open(), words, "kept")).toEqual([]);
  });

  test("a statement that takes longer than its timeout is stopped and told apart from a cancel", async () => {
    const session = await harness.open();
    await expect(session.run(words.endless, { statementTimeoutMs: 100 })).rejects.toMatchObject({ kind: "statement", reason: "statementTimeout" });
    await expect.poll(working, { timeout: 30_000 }).toEqual([]);
    await expectAlive(session, words);
  });

  test("a connection is not opened for a signal that has fired", async () => {
    await expect(harness.engine.connect({ ...optionsFor(harness.database), signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: "cancelled" });
  });
});
