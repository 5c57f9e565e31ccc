import { expect, test } from "vitest";
import type { Result } from "../../../src/engines/engine.ts";
import { describeEngines } from "../engines.ts";
import { column, useDatabase } from "../fixture/harness.ts";

const series = (count: number): string => `WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${count}) SELECT n, 'row ' || n AS txt FROM s`;

describeEngines("stream", (fixture) => {
  const harness = useDatabase(fixture);

  test("gives every row once, in pages no larger than asked for", async () => {
    const session = await harness.open();
    const seen: unknown[] = [];
    for await (const page of session.stream(series(2_345), { pageSize: 100 })) {
      expect(page.columns.map((item) => item.name)).toEqual(["n", "txt"]);
      expect(page.rows.length).toBeLessThanOrEqual(100);
      seen.push(...page.rows.map((row) => row[0]));
    }
    expect(seen).toEqual(Array.from({ length: 2_345 }, (_, at) => at + 1));
  });

  test("an empty result still has its columns", async () => {
    const session = await harness.open();
    const pages: Result[] = [];
    for await (const page of session.stream("SELECT 1 AS one WHERE 1 = 0", { pageSize: 10 })) pages.push(page);
    expect(pages[0]?.columns.map((item) => item.name)).toEqual(["one"]);
    expect(pages.flatMap((page) => page.rows)).toEqual([]);
  });

  test("binds parameters", async () => {
    const session = await harness.open();
    for await (const page of session.stream(`SELECT ${fixture.sql.parameter} AS it`, { pageSize: 10, params: ["x'y"] })) expect(page.rows).toEqual([["x'y"]]);
  });

  test("a reader that stops early leaves the session usable", async () => {
    const session = await harness.open();
    for await (const page of session.stream(series(100_000), { pageSize: 10 })) {
      expect(page.rows).toHaveLength(10);
      break;
    }
    expect(await column(session, "SELECT 5")).toEqual(["5"]);
  });

  test("an error in the middle comes out and leaves the session usable", async () => {
    const session = await harness.open();
    await expect(async () => {
      for await (const page of session.stream("SELECT * FROM no_such_table", { pageSize: 5 })) expect(page).toBeUndefined();
    }).rejects.toMatchObject({ kind: "statement", reason: "undefinedObject" });
    expect(await column(session, "SELECT 5")).toEqual(["5"]);
  });

  test("works inside a transaction", async () => {
    const session = await harness.open();
    await session.transaction("rollback", async () => {
      await session.run("CREATE TABLE streamed (a integer)");
      await session.run("INSERT INTO streamed (a) VALUES (1), (2), (3)");
      const seen: unknown[] = [];
      for await (const page of session.stream("SELECT a FROM streamed ORDER BY a", { pageSize: 2 })) seen.push(...page.rows.flat());
      expect(seen).toEqual([1, 2, 3]);
      expect(await column(session, "SELECT count(*) FROM streamed")).toEqual(["3"]);
    });
  });

  test("stops when its signal fires", async () => {
    const session = await harness.open();
    const stop = new AbortController();
    await expect(async () => {
      for await (const page of session.stream(series(1_000_000), { pageSize: 10, signal: stop.signal })) {
        expect(page.rows.length).toBeGreaterThan(0);
        stop.abort();
      }
    }).rejects.toMatchObject({ kind: "cancelled" });
    expect(await column(session, "SELECT 5")).toEqual(["5"]);
  });
});
