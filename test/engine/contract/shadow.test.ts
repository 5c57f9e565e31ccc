import { beforeAll, expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { describeEveryEngine } from "../engines.ts";
import { column, ids, never, runAll, useDatabase } from "../fixture/harness.ts";

describeEveryEngine("shadow", (fixture) => {
  const { words } = fixture;
  const harness = useDatabase(fixture);

  beforeAll(async () => {
    const session = await harness.open();
    await runAll(session, fixture.sql.everything);
    await runAll(session, [words.createTable("parent", { id: "integer" }), words.createTable("child", { id: "integer", parent_id: "integer" }, { parent_id: "parent" })]);
    await runAll(session, [words.insert("parent", [{ id: 1 }, { id: 2 }]), words.insert("child", [{ id: 10, parent_id: 1 }, { id: 20, parent_id: 2 }])]);
  });

  for (const data of ["schema", "sample", "copy"] as const) {
    test(`"${data}" has the same schema, and nothing done on it reaches the source`, async () => {
      const session = await harness.open();
      const before = fingerprint(await session.catalog());
      const shadow = await session.shadow({ data, signal: never });
      try {
        expect(fingerprint(await shadow.session.catalog())).toBe(before);
        expect(shadow.label).not.toBe("");
        expect(await column(shadow.session, words.count("child"))).toEqual([data === "schema" ? "0" : "2"]);
        await shadow.session.run(words.dropTable("child"));
        await shadow.session.run(words.insert("parent", [{ id: 77 }]));
        expect(await ids(session, words, "child")).toEqual(["10", "20"]);
        expect(await ids(session, words, "parent")).toEqual(["1", "2"]);
      } finally {
        await shadow.drop();
      }
      await shadow.drop();
      expect(fingerprint(await session.catalog())).toBe(before);
    });
  }

  test('"empty" has no objects of people', async () => {
    const session = await harness.open();
    const shadow = await session.shadow({ data: "empty", signal: never });
    try {
      const catalog = await shadow.session.catalog();
      expect([...catalog.tables, ...catalog.views, ...catalog.types, ...catalog.routines]).toEqual([]);
      await runAll(shadow.session, fixture.sql.everything);
    } finally {
      await shadow.drop();
    }
  });

  test("is had while others are connected", async () => {
    const [session, other] = [await harness.open(), await harness.open()];
    await other.run(words.alive.text);
    const shadow = await session.shadow({ data: "sample", signal: never });
    expect(await column(shadow.session, words.select("child", ["parent_id"]))).toEqual(["1", "2"]);
    await shadow.drop();
  });

  test("goes when its source closes, and is not made for a signal that has fired", async () => {
    const session = await harness.open();
    const shadow = await session.shadow({ data: "schema", signal: never });
    await session.close();
    await expect(shadow.session.run(words.alive.text)).rejects.toMatchObject({ kind: "connection" });
    await expect((await harness.open()).shadow({ data: "schema", signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: "cancelled" });
  });
});
