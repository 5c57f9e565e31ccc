import { expect, test } from "vitest";
import { describeEngines } from "../engines.ts";
import { column, optionsFor, useDatabase } from "../fixture/harness.ts";

describeEngines("connection", (fixture) => {
  const harness = useDatabase(fixture);

  test("says what it is connected to", async () => {
    const { facts } = await harness.open();
    expect(facts.dialect).toBe(fixture.dialect);
    expect(facts.version).toMatch(/^\d+\.\d+/);
    expect(facts.versionNumber).toBeGreaterThan(30_000);
    expect(facts.database).not.toBe("");
    expect(JSON.stringify(facts)).not.toContain("://");
  });

  test("a failed connection says why and what to do, and gives no secret away", async () => {
    for (const { url, reason } of fixture.badUrls(harness.database)) {
      const failure: unknown = await harness.engine.connect({ ...optionsFor(harness.database), url }).then(() => new Error(`connected to ${url}`), (error: unknown) => error);
      expect(failure).toMatchObject({ kind: "connection", reason });
      const told = [failure, (failure as Error).message, (failure as Error).stack, (failure as { next?: string }).next, JSON.stringify(failure), JSON.stringify((failure as Error).cause ?? null)].join("\n");
      for (const secret of fixture.secrets) expect(told).not.toContain(secret);
      expect(told).not.toContain("://someone:");
      expect((failure as { next?: string }).next).toBeTruthy();
    }
  });

  test("a statement whose connection is cut fails as lost", async () => {
    const session = await harness.open();
    await session.run("SELECT 1");
    expect(await fixture.cut(session, harness.database)).toMatchObject({ kind: "connection", reason: "lost" });
  });

  test("what a cut transaction had done is undone", async () => {
    const [session, other] = [await harness.open(), await harness.open()];
    await other.run("CREATE TABLE safe (a integer)");
    const work = session.transaction("commit", async () => {
      await session.run("INSERT INTO safe (a) VALUES (1)");
      await fixture.cut(session, harness.database);
      await session.run("INSERT INTO safe (a) VALUES (2)");
    });
    await expect(work).rejects.toMatchObject({ kind: "connection", reason: "lost" });
    const third = await harness.open();
    expect(await column(third, "SELECT count(*) FROM safe")).toEqual(["0"]);
  });

  test("a closed session refuses, and closing twice is nothing", async () => {
    const session = await harness.open();
    await session.close();
    await session.close();
    await expect(session.run("SELECT 1")).rejects.toMatchObject({ kind: "connection" });
  });
});
