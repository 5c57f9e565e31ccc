import { beforeEach, expect, test } from "vitest";
import type { Session } from "../../../src/engines/engine.ts";
import { describeEveryEngine } from "../engines.ts";
import { dropIfThere, ids, useDatabase } from "../fixture/harness.ts";

describeEveryEngine("transaction", (fixture) => {
  const { words } = fixture;
  const harness = useDatabase(fixture);
  const insert = (id: number): string => words.insert("t", [{ id }]);
  const seen = (session: Session): Promise<unknown> => ids(session, words, "t");

  beforeEach(async () => {
    const session = await harness.open();
    await dropIfThere(session, words, "t");
    await dropIfThere(session, words, "other");
    await session.run(words.createTable("t", { id: "integer", v: "integer" }));
  });

  test("commit keeps what was done and gives the value", async () => {
    const session = await harness.open();
    expect(await session.transaction("commit", async () => (await session.run(insert(1))).rowCount)).toBe(1);
    expect(await seen(await harness.open())).toEqual(["1"]);
  });

  test("says what its end takes back", async () => {
    expect((await harness.open()).migrations.undoes).toBe(fixture.transactions.undoes);
  });

  test("rollback undoes rows, and structure or refuses to change it: nothing outlives it", async () => {
    const session = await harness.open();
    await session.transaction("rollback", async () => {
      await session.run(insert(1));
      const made = await session.run(words.createTable("other", { a: "integer" })).then(() => "made", (error: unknown) => error);
      if (session.migrations.undoes === "structure") expect(made).toBe("made");
      else if (made !== "made") expect(made).toMatchObject({ kind: "statement", message: expect.stringMatching(/transaction/i) as string });
      expect(await seen(session)).toEqual(["1"]);
    });
    expect(await seen(session)).toEqual([]);
    await expect(session.run(words.mustExist("other"))).rejects.toMatchObject({ reason: "undefinedObject" });
    expect((await session.catalog()).tables.map((table) => table.name)).toEqual(["t"]);
  });

  test("a throw undoes a commit transaction and comes out", async () => {
    const session = await harness.open();
    const failure = new Error("enough");
    await expect(session.transaction("commit", async () => {
      await session.run(insert(1));
      throw failure;
    })).rejects.toBe(failure);
    expect(await seen(session)).toEqual([]);
  });

  test("readOnly refuses writes", async () => {
    const session = await harness.open();
    await expect(session.transaction("readOnly", () => session.run(insert(1)))).rejects.toMatchObject({ kind: "statement", reason: "readOnly" });
    expect(await seen(session)).toEqual([]);
    await session.run(insert(2));
    expect(await seen(session)).toEqual(["2"]);
  });

  test("no statement may end the transaction that it runs in", async () => {
    const session = await harness.open();
    await session.transaction("rollback", async () => {
      await session.run(insert(1));
      for (const ending of words.endings) await expect(session.run(ending), ending).rejects.toMatchObject({ kind: "statement" });
    });
    expect(await seen(session)).toEqual([]);
  });

  test("a savepoint keeps or undoes its part; where the server has none, an undo is refused before anything runs", async () => {
    const session = await harness.open();
    if (!fixture.transactions.savepoints) {
      await session.transaction("commit", async () => {
        await session.savepoint("keep", () => session.run(insert(1)));
        let begun = false;
        await expect(session.savepoint("undo", () => Promise.resolve((begun = true)))).rejects.toMatchObject({ kind: "unsupported" });
        expect(begun).toBe(false);
        await session.run(insert(3));
      });
      expect(await seen(session)).toEqual(["1", "3"]);
      return;
    }
    await session.transaction("commit", async () => {
      await session.savepoint("keep", () => session.run(insert(1)));
      await session.savepoint("undo", () => session.run(insert(2)));
      await session.savepoint("keep", async () => {
        await session.run(insert(3));
        await session.savepoint("undo", () => session.run(insert(4)));
      });
    });
    expect(await seen(session)).toEqual(["1", "3"]);
  });

  test("after a failed statement in a savepoint the transaction goes on; where the server has none, all of it is undone", async () => {
    const session = await harness.open();
    if (!fixture.transactions.savepoints) {
      await expect(session.transaction("commit", async () => {
        await session.run(insert(1));
        await expect(session.savepoint("keep", () => session.run(insert(1)))).rejects.toMatchObject({ reason: "constraint" });
        await session.run(insert(3));
      })).rejects.toMatchObject({ kind: "statement" });
      expect(await seen(session)).toEqual([]);
      return;
    }
    await session.transaction("commit", async () => {
      await session.run(insert(1));
      await expect(session.savepoint("keep", async () => {
        await session.run(insert(2));
        await session.run(insert(1));
      })).rejects.toMatchObject({ reason: "constraint" });
      await session.run(insert(3));
    });
    expect(await seen(session)).toEqual(["1", "3"]);
  });

  test("transactions do not nest", async () => {
    const session = await harness.open();
    await expect(session.transaction("rollback", () => session.transaction("rollback", () => Promise.resolve()))).rejects.toThrow();
    expect(await seen(session)).toEqual([]);
  });

  test("what one session has not committed the other does not see", async () => {
    const [one, two] = [await harness.open(), await harness.open()];
    await one.transaction("rollback", async () => {
      await one.run(insert(1));
      expect(await seen(two)).toEqual([]);
    });
  });
});
