import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { Session } from "../../../src/engines/engine.ts";
import { describeEveryEngine } from "../engines.ts";
import { column, dropIfThere, expectAlive, ids, never, rows, useDatabase } from "../fixture/harness.ts";

describeEveryEngine("keepRows and loadRows", (fixture) => {
  const { words } = fixture;
  const { schema } = words;
  const harness = useDatabase(fixture);
  const key = [words.column("id")];
  const file = (name: string): string => path.join(harness.folder, name);
  const all = (session: Session, table: string): Promise<unknown> => rows(session, words.selectAll(table));

  beforeEach(async () => {
    const session = await harness.open();
    for (const table of ["child", "t", "awkward", "keyless"]) await dropIfThere(session, words, table);
  });

  test("brings every awkward value back into a table made anew", async () => {
    const session = await harness.open();
    await session.run(fixture.sql.awkward.create("awkward"));
    await session.run(fixture.sql.awkward.fill("awkward"));
    const before = await all(session, "awkward");
    const request = { schema, table: "awkward", key };
    const kept = await session.keepRows(request, file("awkward"), never);
    expect(kept.rows).toBe(fixture.sql.awkward.rows);
    expect(kept.bytes).toBe((await readFile(file("awkward"))).length);
    await session.run(words.dropTable("awkward"));
    await session.run(fixture.sql.awkward.create("awkward"));
    expect(await session.loadRows(request, file("awkward"), never)).toEqual({ rows: fixture.sql.awkward.rows });
    expect(await all(session, "awkward")).toEqual(before);
    await session.loadRows(request, file("awkward"), never);
    expect(await all(session, "awkward")).toEqual(before);
  });

  test("brings a dropped column's values back to the rows that are still there", async () => {
    const session = await harness.open();
    await session.run(words.createTable("t", { id: "integer", a: "text", b: "text" }));
    await session.run(words.insert("t", [{ id: 1, a: "a1", b: "b1" }, { id: 2, a: "a2", b: null }, { id: 3, a: "a3", b: "b3" }]));
    const request = { schema, table: "t", key, columns: ["b"] };
    await session.keepRows(request, file("column"), never);
    await session.run(words.dropColumn("t", "b"));
    await session.run(words.remove("t", 3));
    await session.run(words.insert("t", [{ id: 4, a: "a4" }]));
    await session.run(words.addColumn("t", "b", "text"));
    await session.loadRows(request, file("column"), never);
    expect(await rows(session, words.select("t", ["id", "a", "b"]))).toEqual([[1, "a1", "b1"], [2, "a2", null], [4, "a4", null]]);
  });

  test("updates what has changed and inserts what is missing", async () => {
    const session = await harness.open();
    await session.run(words.createTable("t", { id: "integer", a: "text" }));
    await session.run(words.insert("t", [{ id: 1, a: "one" }, { id: 2, a: "two" }, { id: 3, a: null }]));
    const request = { schema, table: "t", key };
    await session.keepRows(request, file("whole"), never);
    await session.run(words.update("t", { a: "changed" }, 1));
    await session.run(words.update("t", { a: "changed" }, 3));
    await session.run(words.remove("t", 2));
    await session.run(words.insert("t", [{ id: 9, a: "new" }]));
    await session.loadRows(request, file("whole"), never);
    expect(await all(session, "t")).toEqual([[1, "one"], [2, "two"], [3, null], [9, "new"]]);
  });

  test("rows without a key come back into an empty table, once", async () => {
    const session = await harness.open();
    await session.run(words.createTable("keyless", { a: "integer", b: "text" }));
    await session.run(words.insert("keyless", [{ a: 1, b: "x" }, { a: 1, b: "x" }, { a: 2, b: null }]));
    const request = { schema, table: "keyless", key: [] };
    await session.keepRows(request, file("keyless"), never);
    await session.run(words.remove("keyless"));
    await session.loadRows(request, file("keyless"), never);
    expect(await rows(session, words.select("keyless", ["a", "b"]))).toEqual([[1, "x"], [1, "x"], [2, null]]);
    await session.loadRows(request, file("keyless"), never);
    expect(await rows(session, words.select("keyless", ["a", "b"]))).toEqual([[1, "x"], [1, "x"], [2, null]]);
  });

  test("an empty table gives an empty file and back", async () => {
    const session = await harness.open();
    await session.run(words.createTable("t", { id: "integer", a: "text" }));
    const request = { schema, table: "t", key };
    expect((await session.keepRows(request, file("empty"), never)).rows).toBe(0);
    expect(await session.loadRows(request, file("empty"), never)).toEqual({ rows: 0 });
  });

  test("inside a transaction it is undone with it", async () => {
    const session = await harness.open();
    await session.run(words.createTable("t", { id: "integer", a: "text" }));
    await session.run(words.insert("t", [{ id: 1, a: "one" }]));
    const request = { schema, table: "t", key };
    await session.transaction("rollback", async () => {
      await session.keepRows(request, file("inside"), never);
      await session.run(words.remove("t"));
      await session.loadRows(request, file("inside"), never);
      expect(await column(session, words.select("t", ["a"]))).toEqual(["one"]);
      await session.run(words.update("t", { a: "gone with the transaction" }));
    });
    expect(await column(session, words.select("t", ["a"]))).toEqual(["one"]);
  });

  test("foreign keys hold while children come back after their parents", async () => {
    const session = await harness.open();
    await session.run(words.createTable("t", { id: "integer", a: "text" }));
    await session.run(words.createTable("child", { id: "integer", t_id: "integer" }, { t_id: "t" }));
    await session.run(words.insert("t", [{ id: 1, a: "one" }]));
    await session.run(words.insert("child", [{ id: 5, t_id: 1 }]));
    const [parent, child] = [{ schema, table: "t", key }, { schema, table: "child", key }];
    await session.keepRows(parent, file("parent"), never);
    await session.keepRows(child, file("child"), never);
    await session.run(words.remove("child"));
    await session.run(words.remove("t"));
    await session.loadRows(parent, file("parent"), never);
    await session.loadRows(child, file("child"), never);
    expect(await all(session, "child")).toEqual([[5, 1]]);
  });

  test("a file that cannot be written is told, and the session goes on", async () => {
    const session = await harness.open();
    await session.run(words.createTable("t", { id: "integer" }));
    const missing = path.join(harness.folder, "no", "such", "folder", "rows");
    await expect(session.keepRows({ schema, table: "t", key }, missing, never)).rejects.toMatchObject({ name: expect.stringMatching(/^(FileError|SnapshotError)$/) as string });
    await expectAlive(session, words);
  });

  test("a file that is gone is told, and nothing has changed", async () => {
    const session = await harness.open();
    await session.run(words.createTable("t", { id: "integer" }));
    await session.run(words.insert("t", [{ id: 1 }]));
    await rm(file("gone"), { force: true });
    await expect(session.loadRows({ schema, table: "t", key }, file("gone"), never)).rejects.toMatchObject({ name: expect.stringMatching(/^(FileError|SnapshotError)$/) as string });
    expect(await ids(session, words, "t")).toEqual(["1"]);
  });

  test("counts every table's rows", async () => {
    const session = await harness.open();
    await session.run(words.createTable("t", { id: "integer" }));
    await session.run(words.insert("t", [{ id: 1 }, { id: 2 }]));
    expect((await session.countRows()).get(schema === "" ? "t" : `${schema}.t`)).toBe(2);
  });
});
