import { expect, test } from "vitest";
import { describeEveryEngine } from "../engines.ts";
import { column, optionsFor, useDatabase } from "../fixture/harness.ts";

describeEveryEngine("connection", (fixture) => {
  const { words } = fixture;
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
    const { session, cut } = await harness.openCuttable();
    await session.run(words.alive.text);
    expect(await cut()).toMatchObject({ kind: "connection", reason: "lost" });
  });

  test("what a cut transaction had done is undone", async () => {
    const [{ session, cut }, other] = [await harness.openCuttable(), await harness.open()];
    await other.run(words.createTable("safe", { id: "integer" }));
    const work = session.transaction("commit", async () => {
      await session.run(words.insert("safe", [{ id: 1 }]));
      await cut();
      await session.run(words.insert("safe", [{ id: 2 }]));
    });
    await expect(work).rejects.toMatchObject({ kind: "connection", reason: "lost" });
    const third = await harness.open();
    expect(await column(third, words.count("safe"))).toEqual(["0"]);
  });

  test("a closed session refuses, and closing twice is nothing", async () => {
    const session = await harness.open();
    await session.close();
    await session.close();
    await expect(session.run(words.alive.text)).rejects.toMatchObject({ kind: "connection" });
  });
});
