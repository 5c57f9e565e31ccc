import { expect, test } from "vitest";
import { describeEngines } from "../engines.ts";
import { column, optionsFor, useDatabase } from "../fixture/harness.ts";

describeEngines("cancel", (fixture) => {
  const harness = useDatabase(fixture);

  test("a signal stops a statement on the server", async () => {
    const session = await harness.open();
    const stop = new AbortController();
    const running = session.run(fixture.sql.endless, { signal: stop.signal });
    setTimeout(() => stop.abort(), 100);
    await expect(running).rejects.toMatchObject({ kind: "cancelled" });
    expect(await column(session, "SELECT 5")).toEqual(["5"]);
  });

  test("a signal that has fired already stops it before it starts", async () => {
    const session = await harness.open();
    await expect(session.run("CREATE TABLE never_made (a integer)", { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: "cancelled" });
    await expect(session.run("SELECT * FROM never_made")).rejects.toMatchObject({ reason: "undefinedObject" });
  });

  test("cancel() stops what runs now", async () => {
    const session = await harness.open();
    const running = session.run(fixture.sql.endless);
    const outcome = running.then(() => "went on", (error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await session.cancel();
    expect(await outcome).toMatchObject({ kind: "cancelled" });
    expect(await column(session, "SELECT 5")).toEqual(["5"]);
  });

  test("cancel() of an idle session does nothing to the next statement", async () => {
    const session = await harness.open();
    for (let round = 0; round < 20; round += 1) {
      await session.cancel();
      expect(await column(session, "SELECT 5")).toEqual(["5"]);
    }
  });

  test("a cancelled transaction is undone", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE kept (a integer)");
    const stop = new AbortController();
    const work = session.transaction("commit", async () => {
      await session.run("INSERT INTO kept (a) VALUES (1)");
      setTimeout(() => stop.abort(), 100);
      await session.run(fixture.sql.endless, { signal: stop.signal });
    });
    await expect(work).rejects.toMatchObject({ kind: "cancelled" });
    expect(await column(await harness.open(), "SELECT count(*) FROM kept")).toEqual(["0"]);
  });

  test("a statement that takes longer than its timeout is stopped and told apart from a cancel", async () => {
    const session = await harness.open();
    await expect(session.run(fixture.sql.endless, { statementTimeoutMs: 100 })).rejects.toMatchObject({ kind: "statement", reason: "statementTimeout" });
    expect(await column(session, "SELECT 5")).toEqual(["5"]);
  });

  test("a connection is not opened for a signal that has fired", async () => {
    await expect(harness.engine.connect({ ...optionsFor(harness.database), signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: "cancelled" });
  });
});
