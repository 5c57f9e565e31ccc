import { expect, test } from "vitest";
import { diagnose } from "../../../src/core/plan/diagnose.ts";
import { plans } from "../../../src/engines/postgresql/plans.ts";
import { parameterCount } from "../../../src/engines/postgresql/scan/parameters.ts";
import { describeDialects } from "../engines.ts";
import { runAll, useDatabase } from "../fixture/harness.ts";

describeDialects("plans of PostgreSQL", ["postgresql"], (fixture) => {
  const harness = useDatabase(fixture);

  test("a statement with parameters, as pg_stat_statements keeps it, is planned for any values and leaves nothing prepared", async () => {
    const session = await harness.open();
    await runAll(session, ["CREATE TABLE t (id integer PRIMARY KEY, v text)", "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 5000) AS i", "ANALYZE t"]);
    const sql = "SELECT v FROM t WHERE id = $1 AND v <> '$7' AND v <> $2 -- $9";
    expect(parameterCount(sql)).toBe(2);
    const explained = async (): Promise<void> => {
      const reading = plans.read((await session.explain(sql)).text, { query: sql });
      if (!("plan" in reading)) expect.fail(reading.reason);
      expect(reading.plan.executed).toBe(false);
      expect(reading.plan.query).toBe(sql);
      expect(reading.plan.root).toMatchObject({ operation: "Index Scan", index: "t_pkey" });
      expect(reading.plan.root.conditions.map((one) => one.text).join()).toMatch(/id = \$1/);
    };
    await explained();
    await session.transaction("rollback", explained);
    await explained();
    expect((await session.run("SELECT name FROM pg_prepared_statements WHERE name LIKE 'data_engineer_ex%'")).rows).toEqual([]);
    expect((await session.run("SHOW plan_cache_mode")).rows[0]![0]).toBe("auto");
  });

  test("a statement with parameters is not run, and its mistakes are told where they are", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE refused (id integer)");
    await expect(session.explain("DELETE FROM refused WHERE id = $1", { analyse: true })).rejects.toMatchObject({ kind: "unsupported" });
    const wrong = "SELECT id FROM refused WHERE missing = $1";
    await expect(session.explain(wrong)).rejects.toMatchObject({ offset: wrong.indexOf("missing") });
    await expect(session.transaction("rollback", () => session.explain(wrong))).rejects.toMatchObject({ offset: wrong.indexOf("missing") });
    await session.explain("SELECT id FROM refused WHERE id = $1");
  });

  test("an executed plan tells time, buffers and what it wrote, and is undone", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE written (id integer)");
    const { text } = await session.explain("INSERT INTO written SELECT generate_series(1, 20000)", { analyse: true, detailed: true });
    const reading = plans.read(text);
    if (!("plan" in reading)) expect.fail(reading.reason);
    expect(reading.plan.executed).toBe(true);
    expect(reading.plan.root).toMatchObject({ operation: "Insert", kind: "write", relation: { schema: "public", name: "written" } });
    expect(reading.plan.root.facts["WAL Records"]).toBeGreaterThanOrEqual(20_000);
    expect(reading.plan.root.buffers?.hit).toBeGreaterThan(0);
    if (session.facts.versionNumber >= 170_000) expect(reading.plan.facts["Serialization"]).toBeDefined();
    expect((await session.run("SELECT id FROM written")).rows).toEqual([]);
  });

  test("the catalog of the server tells which foreign key has no index", async () => {
    const session = await harness.open();
    await runAll(session, [
      "CREATE TABLE parent (id integer PRIMARY KEY)",
      "CREATE TABLE child (id integer, parent_id integer REFERENCES parent ON DELETE CASCADE)",
      "INSERT INTO parent SELECT generate_series(1, 500)",
      "INSERT INTO child SELECT i, 1 + i % 500 FROM generate_series(1, 30000) AS i",
    ]);
    const sql = "DELETE FROM parent WHERE id < 100";
    const seen = async (): Promise<string | undefined> => {
      const reading = plans.read((await session.explain(sql, { analyse: true })).text);
      if (!("plan" in reading)) expect.fail(reading.reason);
      return diagnose(reading.plan, plans.rules, await session.catalog()).find((one) => one.rule === "plan/trigger-share")?.advice;
    };
    expect(await seen()).toMatch(/^child has no index/);
    await session.run("CREATE INDEX ON child (parent_id)");
    expect((await seen()) ?? "").not.toMatch(/has no index/);
  });
});
