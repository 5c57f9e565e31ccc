import { expect, test } from "vitest";
import { describeEveryEngine } from "../engines.ts";
import { column, expectAlive, ids, useDatabase } from "../fixture/harness.ts";

describeEveryEngine("explain and probe", (fixture) => {
  const { words } = fixture;
  const harness = useDatabase(fixture);

  test("a plan is had without running the statement", async () => {
    const session = await harness.open();
    await session.run(words.createTable("planned", { id: "integer" }));
    await session.run(words.insert("planned", [{ id: 1 }]));
    for (const statement of [words.remove("planned", 1), words.lookUp("planned", 1)]) {
      const plan = await session.explain(statement);
      if (plan.format === "json") JSON.parse(plan.text);
      expect(plan.text, statement).toMatch(/planned/);
    }
    expect(await column(session, words.count("planned"))).toEqual(["1"]);
  });

  test("an executed plan leaves nothing behind, outside and inside a transaction", async () => {
    const session = await harness.open();
    await session.run(words.createTable("executed", { id: "integer" }));
    await session.explain(words.insert("executed", [{ id: 1 }]), { analyse: true }).catch((error: unknown) => expect(error).toMatchObject({ kind: expect.stringMatching(/statement|unsupported/) as string }));
    await session.transaction("commit", async () => {
      await session.explain(words.insert("executed", [{ id: 2 }]), { analyse: true }).catch(() => undefined);
      await session.run(words.insert("executed", [{ id: 3 }]));
    });
    expect(await ids(session, words, "executed")).toEqual(["3"]);
  });

  test("an error of a plan points into the person's own text", async () => {
    const session = await harness.open();
    await session.run(words.createTable("t", { id: "integer", txt: "text" }));
    const { text, reason, at } = words.mistakes[0]!;
    await expect(session.explain(text)).rejects.toMatchObject({ reason, offset: text.indexOf(at!) });
    await session.run(words.dropTable("t"));
    await expectAlive(session, words);
  });

  test("probe tells locks and rewrites once", async () => {
    const session = await harness.open();
    await session.run(words.createTable("t", { id: "integer", v: "integer" }));
    await session.run(words.insert("t", [{ id: 1, v: 1 }]));
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
    expect((await session.run(words.alive.text)).notices).toEqual([]);
  });
});
