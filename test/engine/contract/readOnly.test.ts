import { existsSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { describeEveryEngine } from "../engines.ts";
import { column, ids, rows, useDatabase } from "../fixture/harness.ts";

describeEveryEngine("a read-only session", (fixture) => {
  const { words } = fixture;
  const { attackState, attackFiles } = fixture.sql;
  const harness = useDatabase(fixture);

  beforeAll(async () => {
    const session = await harness.open();
    await session.run(words.createTable("t", { id: "integer", v: "integer" }));
    await session.run(words.insert("t", [{ id: 1, v: 10 }, { id: 2, v: 20 }]));
    for (const sql of fixture.sql.beforeAttacks) await session.run(sql);
  });

  test("reads", async () => {
    const session = await harness.open({ readOnly: true });
    expect(session.facts.readOnly).toBe(true);
    expect(await column(session, words.select("t", ["v"]))).toEqual(["10", "20"]);
    expect((await session.catalog()).tables.map((table) => table.name)).toContain("t");
  });

  for (const attack of fixture.sql.readOnlyAttacks) {
    test(`changes nothing by ${JSON.stringify(attack)}: alone, in a transaction, as a stream, before a write`, async () => {
      const writer = await harness.open();
      const state = async (): Promise<unknown> => ({ rows: await ids(writer, words, "t"), schema: fingerprint(await writer.catalog()), rest: attackState === undefined ? [] : await rows(writer, attackState), files: (attackFiles ?? []).filter(existsSync) });
      const before = await state();
      const session = await harness.open({ readOnly: true });
      await session.run(attack).catch(() => undefined);
      await expect(session.run(words.insert("t", [{ id: 77 }]))).rejects.toMatchObject({ kind: "statement", reason: "readOnly" });
      await session.transaction("commit", async () => {
        await session.run(attack).catch(() => undefined);
        await session.run(words.insert("t", [{ id: 78 }])).catch(() => undefined);
      }).catch(() => undefined);
      await drain(session.stream(attack, { pageSize: 10 })).catch(() => undefined);
      await expect(session.run(words.createTable("stolen", { a: "integer" }))).rejects.toMatchObject({ kind: "statement", reason: "readOnly" });
      await session.close();
      expect(await state()).toEqual(before);
    });
  }

  test("an executed plan changes nothing either", async () => {
    const session = await harness.open({ readOnly: true });
    await session.explain(words.insert("t", [{ id: 78 }]), { analyse: true }).catch(() => undefined);
    expect(await ids(session, words, "t")).toEqual(["1", "2"]);
  });
});

async function drain(pages: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _page of pages) count += 1;
  return count;
}
