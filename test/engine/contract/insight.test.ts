import { expect, test } from "vitest";
import { describeEngines } from "../engines.ts";
import { column, useDatabase } from "../fixture/harness.ts";

describeEngines("explain and probe", (fixture) => {
  const harness = useDatabase(fixture);

  test("a plan is had without running the statement", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE planned (id integer PRIMARY KEY)");
    const plan = await session.explain("INSERT INTO planned (id) VALUES (1)");
    if (plan.format === "json") JSON.parse(plan.text);
    expect((await session.explain("SELECT * FROM planned WHERE id = 1")).text).toMatch(/planned/);
    expect(await column(session, "SELECT count(*) FROM planned")).toEqual(["0"]);
  });

  test("an executed plan leaves nothing behind, outside and inside a transaction", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE executed (id integer PRIMARY KEY)");
    await session.explain("INSERT INTO executed (id) VALUES (1)", { analyse: true }).catch((error: unknown) => expect(error).toMatchObject({ kind: expect.stringMatching(/statement|unsupported/) as string }));
    await session.transaction("commit", async () => {
      await session.explain("INSERT INTO executed (id) VALUES (2)", { analyse: true }).catch(() => undefined);
      await session.run("INSERT INTO executed (id) VALUES (3)");
    });
    expect(await column(session, "SELECT id FROM executed")).toEqual(["3"]);
  });

  test("an error of a plan points into the person's own text", async () => {
    const session = await harness.open();
    const sql = "SELECT nowhere";
    await expect(session.explain(sql)).rejects.toMatchObject({ reason: "undefinedObject", offset: sql.indexOf("nowhere") });
    expect(await column(session, "SELECT 5")).toEqual(["5"]);
  });

  test("probe tells locks and rewrites once", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE t (id integer PRIMARY KEY, v integer)");
    await session.run("INSERT INTO t (id, v) VALUES (1, 1)");
    await session.transaction("rollback", async () => {
      const first = await session.probe();
      expect(first.rewrites).toEqual([]);
      if (fixture.sql.rewriting === undefined) return;
      await session.run(fixture.sql.rewriting);
      const probe = await session.probe();
      expect(probe.locks.some((lock) => lock.object.endsWith("t") && lock.mode === "AccessExclusiveLock")).toBe(true);
      expect(probe.rewrites.map((name) => name.split(".").at(-1))).toEqual(["t"]);
      expect(await session.probe()).toEqual({ locks: [], rewrites: [] });
    });
  });

  test("notices come with the statement that gave them", async () => {
    const session = await harness.open();
    if (fixture.sql.noticing !== undefined) expect((await session.run(fixture.sql.noticing)).notices.join()).toContain("look here");
    expect((await session.run("SELECT 1")).notices).toEqual([]);
  });
});
