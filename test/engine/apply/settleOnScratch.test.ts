import { expect, test } from "vitest";
import { settleOnScratch } from "../../../src/core/migration/settleOnScratch.ts";
import { describeStepwise } from "../engines.ts";
import { open } from "./rig.ts";
import { inMemory } from "./scripts.ts";
import { never } from "./workspace.ts";

describeStepwise("what became of a statement that was cut off, found by doing it again on a scratch database", (engine) => {
  const { words } = engine;
  const alter = engine.dialect === "mongodb" ? '{"collMod": "orders", "validator": {"total": {"$gte": 0}}}' : words.addColumn("orders", "paid", "integer");
  const other = engine.dialect === "mongodb" ? '{"collMod": "orders", "validator": {"total": {"$gte": 5}}}' : words.addColumn("orders", "other", "integer");

  /** The schema before the migration of these statements, of which `done` were run. */
  const cut = async (statements: readonly string[], at: number, done: readonly string[]) => {
    const rig = await open(engine, {});
    await rig.session.run(words.createTable("orders", { id: "integer", total: "integer" }));
    await rig.session.run(words.insert("orders", [{ id: 1, total: 10 }]));
    const before = await rig.session.catalog();
    for (const sql of done) await rig.session.run(sql);
    const { up } = inMemory(engine, rig.session.engine, "001", statements);
    return settleOnScratch(rig.session, up, at, before, never);
  };
  const first = words.createTable("first", { id: "integer" });
  const fill = words.insert("first", [{ id: 1 }]);

  test("it was not done where the schema is the one without it", async () => {
    expect(await cut([first, fill, alter], 2, [first, fill])).toMatchObject({ state: "notDone" });
  });

  test("it was done where the schema is the one with it", async () => {
    expect(await cut([first, fill, alter], 2, [first, fill, alter])).toMatchObject({ state: "done" });
  });

  test("nothing is told where the schema is neither", async () => {
    expect(await cut([first, fill, alter], 2, [first, fill, other])).toBeNull();
  });

  test("nothing is told of a statement that changes no schema, nor where an earlier one cannot be done again", async () => {
    expect(await cut([first, fill], 1, [first, fill])).toBeNull();
    expect(await cut([words.createAgain("orders"), alter], 1, [])).toBeNull();
  });

  test("and leaves the database as it is, its rows too", async () => {
    const rig = await open(engine, {});
    await rig.session.run(words.createTable("orders", { id: "integer", total: "integer" }));
    await rig.session.run(words.insert("orders", [{ id: 1, total: 10 }]));
    const before = await rig.session.catalog();
    const { up } = inMemory(engine, rig.session.engine, "001", [alter]);
    expect(await settleOnScratch(rig.session, up, 0, before, never)).toMatchObject({ state: "notDone" });
    expect(await rig.session.catalog()).toEqual(before);
    expect(await rig.rows(words.selectAll("orders"))).toHaveLength(1);
  });
});
