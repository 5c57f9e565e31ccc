import { beforeAll, expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { describeEngines } from "../engines.ts";
import { column, useDatabase } from "../fixture/harness.ts";

describeEngines("a read-only session", (fixture) => {
  const harness = useDatabase(fixture);

  beforeAll(async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE t (id integer PRIMARY KEY, v integer)");
    await session.run("INSERT INTO t (id, v) VALUES (1, 10), (2, 20)");
    for (const sql of fixture.sql.beforeAttacks) await session.run(sql);
  });

  test("reads", async () => {
    const session = await harness.open({ readOnly: true });
    expect(session.facts.readOnly).toBe(true);
    expect(await column(session, "SELECT v FROM t ORDER BY id")).toEqual(["10", "20"]);
    expect((await session.catalog()).tables.map((table) => table.name)).toContain("t");
  });

  for (const attack of fixture.sql.readOnlyAttacks) {
    test(`changes nothing by ${JSON.stringify(attack)}: alone, in a transaction, as a stream, before a write`, async () => {
      const writer = await harness.open();
      const state = async (): Promise<unknown> => ({ rows: await column(writer, "SELECT id FROM t ORDER BY id"), schema: fingerprint(await writer.catalog()) });
      const before = await state();
      const session = await harness.open({ readOnly: true });
      await session.run(attack).catch(() => undefined);
      await expect(session.run("INSERT INTO t (id) VALUES (77)")).rejects.toMatchObject({ kind: "statement", reason: "readOnly" });
      await session.transaction("commit", async () => {
        await session.run(attack).catch(() => undefined);
        await session.run("INSERT INTO t (id) VALUES (78)").catch(() => undefined);
      }).catch(() => undefined);
      await drain(session.stream(attack, { pageSize: 10 })).catch(() => undefined);
      await expect(session.run("CREATE TABLE stolen (a integer)")).rejects.toMatchObject({ kind: "statement", reason: "readOnly" });
      await session.close();
      expect(await state()).toEqual(before);
    });
  }

  test("an executed plan changes nothing either", async () => {
    const session = await harness.open({ readOnly: true });
    await session.explain("INSERT INTO t (id) VALUES (78)", { analyse: true }).catch(() => undefined);
    expect(await column(session, "SELECT id FROM t ORDER BY id")).toEqual(["1", "2"]);
  });
});

async function drain(pages: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _page of pages) count += 1;
  return count;
}
