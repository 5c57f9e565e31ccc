import { beforeAll, expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { describeEngines } from "../engines.ts";
import { column, never, runAll, useDatabase } from "../fixture/harness.ts";

describeEngines("shadow", (fixture) => {
  const harness = useDatabase(fixture);

  beforeAll(async () => {
    const session = await harness.open();
    await runAll(session, fixture.sql.everything);
    await runAll(session, ["CREATE TABLE parent (id integer PRIMARY KEY)", "CREATE TABLE child (id integer PRIMARY KEY, parent_id integer NOT NULL REFERENCES parent (id))"]);
    await runAll(session, ["INSERT INTO parent (id) VALUES (1), (2)", "INSERT INTO child (id, parent_id) VALUES (10, 1), (20, 2)"]);
  });

  for (const data of ["schema", "sample", "copy"] as const) {
    test(`"${data}" has the same schema, and nothing done on it reaches the source`, async () => {
      const session = await harness.open();
      const before = fingerprint(await session.catalog());
      const shadow = await session.shadow({ data, signal: never });
      try {
        expect(fingerprint(await shadow.session.catalog())).toBe(before);
        expect(shadow.label).not.toBe("");
        expect(await column(shadow.session, "SELECT count(*) FROM child")).toEqual([data === "schema" ? "0" : "2"]);
        await shadow.session.run("DROP TABLE child");
        await shadow.session.run("INSERT INTO parent (id) VALUES (77)");
        expect(await column(session, "SELECT id FROM child ORDER BY id")).toEqual(["10", "20"]);
        expect(await column(session, "SELECT id FROM parent ORDER BY id")).toEqual(["1", "2"]);
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
    await other.run("SELECT 1");
    const shadow = await session.shadow({ data: "sample", signal: never });
    expect(await column(shadow.session, "SELECT parent_id FROM child ORDER BY id")).toEqual(["1", "2"]);
    await shadow.drop();
  });

  test("goes when its source closes, and is not made for a signal that has fired", async () => {
    const session = await harness.open();
    const shadow = await session.shadow({ data: "schema", signal: never });
    await session.close();
    await expect(shadow.session.run("SELECT 1")).rejects.toMatchObject({ kind: "connection" });
    await expect((await harness.open()).shadow({ data: "schema", signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: "cancelled" });
  });
});
