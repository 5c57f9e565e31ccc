import { beforeEach, expect, test } from "vitest";
import { describeEngines } from "../engines.ts";
import { column, useDatabase } from "../fixture/harness.ts";

describeEngines("transaction", (fixture) => {
  const harness = useDatabase(fixture);
  const ids = "SELECT id FROM t ORDER BY id";

  beforeEach(async () => {
    const session = await harness.open();
    await session.run("DROP TABLE IF EXISTS t");
    await session.run("DROP TABLE IF EXISTS other");
    await session.run("CREATE TABLE t (id integer PRIMARY KEY, v integer)");
  });

  test("commit keeps what was done and gives the value", async () => {
    const session = await harness.open();
    expect(await session.transaction("commit", async () => (await session.run("INSERT INTO t (id) VALUES (1)")).rowCount)).toBe(1);
    expect(await column(await harness.open(), ids)).toEqual(["1"]);
  });

  test("rollback undoes rows and structure", async () => {
    const session = await harness.open();
    await session.transaction("rollback", async () => {
      await session.run("CREATE TABLE other (a integer)");
      await session.run("INSERT INTO t (id) VALUES (1)");
      expect(await column(session, ids)).toEqual(["1"]);
    });
    expect(await column(session, ids)).toEqual([]);
    await expect(session.run("SELECT * FROM other")).rejects.toMatchObject({ reason: "undefinedObject" });
  });

  test("a throw undoes a commit transaction and comes out", async () => {
    const session = await harness.open();
    const failure = new Error("enough");
    await expect(session.transaction("commit", async () => {
      await session.run("INSERT INTO t (id) VALUES (1)");
      throw failure;
    })).rejects.toBe(failure);
    expect(await column(session, ids)).toEqual([]);
  });

  test("readOnly refuses writes", async () => {
    const session = await harness.open();
    await expect(session.transaction("readOnly", () => session.run("INSERT INTO t (id) VALUES (1)"))).rejects.toMatchObject({ kind: "statement", reason: "readOnly" });
    expect(await column(session, ids)).toEqual([]);
    await session.run("INSERT INTO t (id) VALUES (2)");
    expect(await column(session, ids)).toEqual(["2"]);
  });

  test("no statement may end the transaction that it runs in", async () => {
    const session = await harness.open();
    await session.transaction("rollback", async () => {
      await session.run("INSERT INTO t (id) VALUES (1)");
      for (const sql of ["COMMIT", "/* x */ -- y\n commit", "END", "ROLLBACK", "BEGIN"]) await expect(session.run(sql)).rejects.toMatchObject({ kind: "statement" });
    });
    expect(await column(session, ids)).toEqual([]);
  });

  test("a savepoint keeps or undoes its part", async () => {
    const session = await harness.open();
    await session.transaction("commit", async () => {
      await session.savepoint("keep", () => session.run("INSERT INTO t (id) VALUES (1)"));
      await session.savepoint("undo", () => session.run("INSERT INTO t (id) VALUES (2)"));
      await session.savepoint("keep", async () => {
        await session.run("INSERT INTO t (id) VALUES (3)");
        await session.savepoint("undo", () => session.run("INSERT INTO t (id) VALUES (4)"));
      });
    });
    expect(await column(session, ids)).toEqual(["1", "3"]);
  });

  test("after a failed statement in a savepoint the transaction goes on", async () => {
    const session = await harness.open();
    await session.transaction("commit", async () => {
      await session.run("INSERT INTO t (id) VALUES (1)");
      await expect(session.savepoint("keep", async () => {
        await session.run("INSERT INTO t (id) VALUES (2)");
        await session.run("INSERT INTO t (id) VALUES (1)");
      })).rejects.toMatchObject({ reason: "constraint" });
      await session.run("INSERT INTO t (id) VALUES (3)");
    });
    expect(await column(session, ids)).toEqual(["1", "3"]);
  });

  test("transactions do not nest", async () => {
    const session = await harness.open();
    await expect(session.transaction("rollback", () => session.transaction("rollback", () => Promise.resolve()))).rejects.toThrow();
    expect(await column(session, ids)).toEqual([]);
  });

  test("what one session has not committed the other does not see", async () => {
    const [one, two] = [await harness.open(), await harness.open()];
    await one.transaction("rollback", async () => {
      await one.run("INSERT INTO t (id) VALUES (1)");
      expect(await column(two, ids)).toEqual([]);
    });
  });
});
