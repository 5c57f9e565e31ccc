import { expect, test } from "vitest";
import type { Result } from "../../../src/engines/engine.ts";
import { describeEveryEngine } from "../engines.ts";
import { column, expectAlive, useDatabase } from "../fixture/harness.ts";

describeEveryEngine("stream", (fixture) => {
  const { words } = fixture;
  const { series } = words;
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
    for await (const page of session.stream(words.nothing.text, { pageSize: 10 })) pages.push(page);
    expect(pages[0]?.columns.map((item) => item.name)).toEqual(words.nothing.columns);
    expect(pages.flatMap((page) => page.rows)).toEqual([]);
  });

  test("binds parameters", async () => {
    const session = await harness.open();
    if (words.echo === undefined) {
      await expect(session.stream(words.alive.text, { pageSize: 10, params: ["x'y"] })[Symbol.asyncIterator]().next()).rejects.toMatchObject({ kind: "unsupported" });
      return;
    }
    const { text, params } = words.echo("x'y");
    const seen: unknown[] = [];
    for await (const page of session.stream(text, { pageSize: 10, params })) seen.push(...page.rows);
    expect(seen).toEqual([["x'y"]]);
  });

  test("a reader that stops early leaves the session usable", async () => {
    const session = await harness.open();
    for await (const page of session.stream(series(100_000), { pageSize: 10 })) {
      expect(page.rows).toHaveLength(10);
      break;
    }
    await expectAlive(session, words);
  });

  test("an error in the middle comes out and leaves the session usable", async () => {
    const session = await harness.open();
    await expect(async () => {
      for await (const page of session.stream(words.mustExist("no_such_table"), { pageSize: 5 })) expect(page).toBeUndefined();
    }).rejects.toMatchObject({ kind: "statement", reason: "undefinedObject" });
    await expectAlive(session, words);
  });

  test("works inside a transaction", async () => {
    const session = await harness.open();
    const create = (): Promise<unknown> => session.run(words.createTable("streamed", { id: "integer" }));
    const structural = session.migrations.undoes === "structure";
    if (!structural) await create();
    await session.transaction("rollback", async () => {
      if (structural) await create();
      await session.run(words.insert("streamed", [{ id: 1 }, { id: 2 }, { id: 3 }]));
      const seen: unknown[] = [];
      for await (const page of session.stream(words.select("streamed", ["id"]), { pageSize: 2 })) seen.push(...page.rows.flat());
      expect(seen).toEqual([1, 2, 3]);
      expect(await column(session, words.count("streamed"))).toEqual(["3"]);
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
    await expectAlive(session, words);
  });
});
