import { expect, test } from "vitest";
import { describeEveryEngine } from "../engines.ts";
import { never, useDatabase } from "../fixture/harness.ts";

describeEveryEngine("the applier's lock", (fixture) => {
  const { words } = fixture;
  const harness = useDatabase(fixture);
  const elsewhere = useDatabase(fixture);

  test("is one session's at a time, and says whose", async () => {
    const [one, two] = [await harness.open(), await harness.open()];
    const lock = await one.lockApplier(0, never);
    expect(lock?.holder).toBeTruthy();
    expect(await two.lockApplier(0, never)).toBeNull();
    expect(await two.lockApplier(150, never)).toBeNull();
    await lock?.release();
    const next = await two.lockApplier(0, never);
    expect(next).not.toBeNull();
    await next?.release();
  });

  test("is of one database: another's is free meanwhile", async () => {
    await (await harness.open()).lockApplier(0, never);
    expect(await (await elsewhere.open()).lockApplier(0, never)).not.toBeNull();
  });

  test("is had as soon as the other lets go", async () => {
    const [one, two] = [await harness.open(), await harness.open()];
    const lock = await one.lockApplier(0, never);
    const waiting = two.lockApplier(30_000, never);
    await lock?.release();
    expect(await waiting).not.toBeNull();
  });

  test("is free when its session closes, and when its connection dies", async () => {
    const [one, two, three] = [await harness.open(), await harness.openCuttable(), await harness.open()];
    await one.lockApplier(0, never);
    await one.close();
    expect(await two.session.lockApplier(30_000, never)).not.toBeNull();
    await two.cut();
    expect(await three.lockApplier(30_000, never)).not.toBeNull();
  });

  test("is taken by exactly one of many", async () => {
    const sessions = await Promise.all(Array.from({ length: 6 }, () => harness.open()));
    const locks = await Promise.all(sessions.map((session) => session.lockApplier(0, never)));
    expect(locks.filter((lock) => lock !== null)).toHaveLength(1);
  });

  test("waiting for it stops when the signal fires", async () => {
    const [one, two] = [await harness.open(), await harness.open()];
    await one.lockApplier(0, never);
    const stop = new AbortController();
    const waiting = two.lockApplier(60_000, stop.signal);
    setTimeout(() => stop.abort(), 50);
    await expect(waiting).rejects.toMatchObject({ kind: "cancelled" });
  });

  test("does not stand in the way of a transaction that it does not belong to", async () => {
    const [one, two] = [await harness.open(), await harness.open()];
    await one.lockApplier(0, never);
    await two.run(words.createTable("beside", { a: "integer" }));
    await two.run(words.dropTable("beside"));
  });
});
