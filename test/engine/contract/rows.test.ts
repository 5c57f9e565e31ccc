import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { Session } from "../../../src/engines/engine.ts";
import { describeEngines } from "../engines.ts";
import { column, never, useDatabase } from "../fixture/harness.ts";

describeEngines("keepRows and loadRows", (fixture) => {
  const harness = useDatabase(fixture);
  const schema = fixture.dialect === "postgresql" ? "public" : "";
  const file = (name: string): string => path.join(harness.folder, name);
  const all = async (session: Session, table: string): Promise<unknown> => (await session.run(`SELECT * FROM ${table} ORDER BY 1`)).rows;

  beforeEach(async () => {
    const session = await harness.open();
    for (const table of ["child", "t", "awkward", "keyless"]) await session.run(`DROP TABLE IF EXISTS ${table}`);
  });

  test("brings every awkward value back into a table made anew", async () => {
    const session = await harness.open();
    await session.run(`CREATE TABLE awkward ${fixture.sql.awkward.columns}`);
    await session.run(fixture.sql.awkward.fill("awkward"));
    const before = await all(session, "awkward");
    const request = { schema, table: "awkward", key: ["id"] };
    const kept = await session.keepRows(request, file("awkward"), never);
    expect(kept.rows).toBe(fixture.sql.awkward.rows);
    expect(kept.bytes).toBe((await readFile(file("awkward"))).length);
    await session.run("DROP TABLE awkward");
    await session.run(`CREATE TABLE awkward ${fixture.sql.awkward.columns}`);
    expect(await session.loadRows(request, file("awkward"), never)).toEqual({ rows: fixture.sql.awkward.rows });
    expect(await all(session, "awkward")).toEqual(before);
    await session.loadRows(request, file("awkward"), never);
    expect(await all(session, "awkward")).toEqual(before);
  });

  test("brings a dropped column's values back to the rows that are still there", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE t (id integer PRIMARY KEY, a text, b text)");
    await session.run("INSERT INTO t (id, a, b) VALUES (1, 'a1', 'b1'), (2, 'a2', NULL), (3, 'a3', 'b3')");
    const request = { schema, table: "t", key: ["id"], columns: ["b"] };
    await session.keepRows(request, file("column"), never);
    await session.run("ALTER TABLE t DROP COLUMN b");
    await session.run("DELETE FROM t WHERE id = 3");
    await session.run("INSERT INTO t (id, a) VALUES (4, 'a4')");
    await session.run("ALTER TABLE t ADD COLUMN b text");
    await session.loadRows(request, file("column"), never);
    expect(await all(session, "t")).toEqual([[1, "a1", "b1"], [2, "a2", null], [4, "a4", null]]);
  });

  test("updates what has changed and inserts what is missing", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE t (id integer PRIMARY KEY, a text)");
    await session.run("INSERT INTO t (id, a) VALUES (1, 'one'), (2, 'two'), (3, NULL)");
    const request = { schema, table: "t", key: ["id"] };
    await session.keepRows(request, file("whole"), never);
    await session.run("UPDATE t SET a = 'changed' WHERE id = 1");
    await session.run("UPDATE t SET a = 'changed' WHERE id = 3");
    await session.run("DELETE FROM t WHERE id = 2");
    await session.run("INSERT INTO t (id, a) VALUES (9, 'new')");
    await session.loadRows(request, file("whole"), never);
    expect(await all(session, "t")).toEqual([[1, "one"], [2, "two"], [3, null], [9, "new"]]);
  });

  test("rows without a key come back into an empty table, once", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE keyless (a integer, b text)");
    await session.run("INSERT INTO keyless (a, b) VALUES (1, 'x'), (1, 'x'), (2, NULL)");
    const request = { schema, table: "keyless", key: [] };
    await session.keepRows(request, file("keyless"), never);
    await session.run("DELETE FROM keyless");
    await session.loadRows(request, file("keyless"), never);
    expect(await all(session, "keyless")).toEqual([[1, "x"], [1, "x"], [2, null]]);
    await session.loadRows(request, file("keyless"), never);
    expect(await all(session, "keyless")).toEqual([[1, "x"], [1, "x"], [2, null]]);
  });

  test("an empty table gives an empty file and back", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE t (id integer PRIMARY KEY, a text)");
    const request = { schema, table: "t", key: ["id"] };
    expect((await session.keepRows(request, file("empty"), never)).rows).toBe(0);
    expect(await session.loadRows(request, file("empty"), never)).toEqual({ rows: 0 });
  });

  test("inside a transaction it is undone with it", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE t (id integer PRIMARY KEY, a text)");
    await session.run("INSERT INTO t (id, a) VALUES (1, 'one')");
    const request = { schema, table: "t", key: ["id"] };
    await session.transaction("rollback", async () => {
      await session.keepRows(request, file("inside"), never);
      await session.run("DELETE FROM t");
      await session.loadRows(request, file("inside"), never);
      expect(await column(session, "SELECT a FROM t")).toEqual(["one"]);
      await session.run("UPDATE t SET a = 'gone with the transaction'");
    });
    expect(await column(session, "SELECT a FROM t")).toEqual(["one"]);
  });

  test("foreign keys hold while children come back after their parents", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE t (id integer PRIMARY KEY, a text)");
    await session.run("CREATE TABLE child (id integer PRIMARY KEY, t_id integer REFERENCES t (id))");
    await session.run("INSERT INTO t (id, a) VALUES (1, 'one')");
    await session.run("INSERT INTO child (id, t_id) VALUES (5, 1)");
    const [parent, child] = [{ schema, table: "t", key: ["id"] }, { schema, table: "child", key: ["id"] }];
    await session.keepRows(parent, file("parent"), never);
    await session.keepRows(child, file("child"), never);
    await session.run("DELETE FROM child");
    await session.run("DELETE FROM t");
    await session.loadRows(parent, file("parent"), never);
    await session.loadRows(child, file("child"), never);
    expect(await all(session, "child")).toEqual([[5, 1]]);
  });

  test("a file that cannot be written is told, and the session goes on", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE t (id integer PRIMARY KEY)");
    const missing = path.join(harness.folder, "no", "such", "folder", "rows");
    await expect(session.keepRows({ schema, table: "t", key: ["id"] }, missing, never)).rejects.toMatchObject({ name: expect.stringMatching(/^(FileError|SnapshotError)$/) as string });
    expect(await column(session, "SELECT 5")).toEqual(["5"]);
  });

  test("a file that is gone is told, and nothing has changed", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE t (id integer PRIMARY KEY)");
    await session.run("INSERT INTO t (id) VALUES (1)");
    await rm(file("gone"), { force: true });
    await expect(session.loadRows({ schema, table: "t", key: ["id"] }, file("gone"), never)).rejects.toMatchObject({ name: expect.stringMatching(/^(FileError|SnapshotError)$/) as string });
    expect(await column(session, "SELECT id FROM t")).toEqual(["1"]);
  });

  test("counts every table's rows", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE t (id integer PRIMARY KEY)");
    await session.run("INSERT INTO t (id) VALUES (1), (2)");
    expect((await session.countRows()).get(schema === "" ? "t" : `${schema}.t`)).toBe(2);
  });
});
