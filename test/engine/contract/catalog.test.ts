import { beforeAll, describe, expect, test } from "vitest";
import { describeDifference, diffCatalogs } from "../../../src/core/catalog/diff.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { describeEveryEngine } from "../engines.ts";
import { runAll, useDatabase } from "../fixture/harness.ts";

describeEveryEngine("catalog", (fixture) => {
  const harness = useDatabase(fixture);
  const other = useDatabase(fixture);

  beforeAll(async () => {
    await runAll(await harness.open(), fixture.sql.everything);
    await runAll(await other.open(), fixture.sql.everythingReordered);
  });

  test("is the same from every session, and inside a transaction", async () => {
    const [one, two] = [await harness.open(), await harness.open({ readOnly: true })];
    const expected = fingerprint(await one.catalog());
    expect(fingerprint(await one.catalog())).toBe(expected);
    expect(fingerprint(await two.catalog())).toBe(expected);
    expect(await one.transaction("rollback", async () => fingerprint(await one.catalog()))).toBe(expected);
  });

  test("does not depend on the order of creation, oids or dropped columns", async () => {
    const [one, two] = [await (await harness.open()).catalog(), await (await other.open()).catalog()];
    expect(diffCatalogs(one, two).map(describeDifference)).toEqual([]);
    expect(fingerprint(two)).toBe(fingerprint(one));
  });

  const { undoes } = fixture.transactions;
  if (undoes === "structure") {
    for (const change of fixture.sql.changes) {
      test(`sees ${change}`, async () => {
        const session = await harness.open();
        const before = await session.catalog();
        await session.transaction("rollback", async () => {
          await session.run(change);
          const after = await session.catalog();
          expect(diffCatalogs(before, after)).not.toEqual([]);
          expect(fingerprint(after)).not.toBe(fingerprint(before));
        });
        expect(fingerprint(await session.catalog())).toBe(fingerprint(before));
      });
    }
  } else {
    describe("sees, one after the other,", () => {
      const changing = useDatabase(fixture);
      const seen = new Set<string>();
      beforeAll(async () => {
        const session = await changing.open();
        await runAll(session, fixture.sql.everything);
        seen.add(fingerprint(await session.catalog()));
      });
      for (const change of fixture.sql.changes) {
        test(change, async () => {
          const session = await changing.open();
          const before = await session.catalog();
          await session.run(change);
          const after = await session.catalog();
          expect(diffCatalogs(before, after)).not.toEqual([]);
          expect(seen).not.toContain(fingerprint(after));
          seen.add(fingerprint(after));
        });
      }
    });
  }

  test("rebuilds as it is from its own script", async () => {
    const catalog = await (await harness.open()).catalog();
    const fresh = await fixture.freshDatabase();
    try {
      const session = await harness.open({ url: fresh.url, cwd: fresh.cwd });
      for (const statement of harness.engine.split(harness.engine.renderCatalog(catalog)).statements) await session.run(statement.text);
      expect(diffCatalogs(catalog, await session.catalog()).map(describeDifference)).toEqual([]);
      await session.close();
    } finally {
      await fresh.drop();
    }
  });

  test("leaves the product's own tables out", async () => {
    const session = await harness.open();
    const before = fingerprint(await session.catalog());
    await session.run(fixture.words.createTable("data_engineer_migrations", { version: "name", name: "text" }));
    expect(fingerprint(await session.catalog())).toBe(before);
    await session.run(fixture.words.dropTable("data_engineer_migrations"));
  });

  test("stops when its signal fires and goes on in the transaction afterwards", async () => {
    const session = await harness.open();
    await session.transaction("rollback", async () => {
      await expect(session.catalog(AbortSignal.abort())).rejects.toMatchObject({ kind: "cancelled" });
      expect((await session.catalog()).tables.length).toBeGreaterThan(0);
    });
  });

  test("nothing is told of a database that is whole", async () => {
    expect(await (await harness.open()).integrity()).toEqual([]);
  });
});
