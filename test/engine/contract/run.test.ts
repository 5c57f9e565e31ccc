import { beforeEach, expect, test } from "vitest";
import { describeEngines } from "../engines.ts";
import { column, useDatabase } from "../fixture/harness.ts";

describeEngines("run", (fixture) => {
  const harness = useDatabase(fixture);

  beforeEach(async () => {
    const session = await harness.open();
    await session.run("DROP TABLE IF EXISTS t");
    await session.run(`CREATE TABLE t (id integer PRIMARY KEY, v integer, big ${fixture.sql.types.bigint}, b ${fixture.sql.types.blob}, txt text)`);
  });

  test("gives columns, rows, the true count and the command", async () => {
    const session = await harness.open();
    const inserted = await session.run("INSERT INTO t (id, v) VALUES (1, 10), (2, 20), (3, 30)");
    expect(inserted.rowCount).toBe(3);
    expect(inserted.command).toMatch(/^INSERT/);
    const read = await session.run("SELECT id, v, txt FROM t ORDER BY id", { maxRows: 2 });
    expect(read.columns.map((item) => item.name)).toEqual(["id", "v", "txt"]);
    expect(read.rows).toEqual([[1, 10, null], [2, 20, null]]);
    expect(read.rowCount).toBe(3);
  });

  test("keeps values without loss", async () => {
    const session = await harness.open();
    await session.run(`INSERT INTO t (id, big, b, txt) VALUES (1, 9223372036854775807, ${fixture.sql.blobLiteral}, '😀 "it''s"' )`);
    const [row] = (await session.run("SELECT big, b, txt FROM t")).rows;
    expect(row).toEqual(["9223372036854775807", "\\x00ff0a", "😀 \"it's\""]);
  });

  test("binds values: they never become SQL", async () => {
    const session = await harness.open();
    const evil = "x'); DROP TABLE t; --";
    await session.run(`INSERT INTO t (id, txt) VALUES (7, ${fixture.sql.parameter})`, { params: [evil] });
    expect(await column(session, "SELECT txt FROM t")).toEqual([evil]);
  });

  test("commits by itself outside a transaction", async () => {
    const [one, two] = [await harness.open(), await harness.open()];
    await one.run("INSERT INTO t (id) VALUES (5)");
    expect(await column(two, "SELECT id FROM t")).toEqual(["5"]);
  });

  test("runs one statement alone: a second one is never smuggled in", async () => {
    const session = await harness.open();
    await expect(session.run("INSERT INTO t (id) VALUES (1); INSERT INTO t (id) VALUES (2)")).rejects.toMatchObject({ kind: "statement" });
    expect(await column(session, "SELECT id FROM t")).toEqual([]);
  });

  test("queues calls that are made at once", async () => {
    const session = await harness.open();
    await Promise.all(Array.from({ length: 20 }, (_, id) => session.run(`INSERT INTO t (id) VALUES (${id})`)));
    expect(await column(session, "SELECT count(*) FROM t")).toEqual(["20"]);
  });

  test("an error leaves the session usable", async () => {
    const session = await harness.open();
    await session.run("INSERT INTO t (id) VALUES (1)");
    await expect(session.run("INSERT INTO t (id) VALUES (1)")).rejects.toMatchObject({ kind: "statement", reason: "constraint" });
    expect(await column(session, "SELECT id FROM t")).toEqual(["1"]);
  });

  test("points at the place of an error in UTF-16 units", async () => {
    const session = await harness.open();
    const sql = "SELECT '😀', nowhere FROM t";
    await expect(session.run(sql)).rejects.toMatchObject({ kind: "statement", reason: "undefinedObject", offset: sql.indexOf("nowhere") });
    const broken = "SELECT '😀' FORM t WHERE";
    await expect(session.run(broken)).rejects.toMatchObject({ kind: "statement", reason: "syntax" });
  });

  test("reasons tell failures apart", async () => {
    const session = await harness.open();
    await expect(session.run("SELECT * FROM missing_table")).rejects.toMatchObject({ reason: "undefinedObject" });
    await expect(session.run("CREATE TABLE t (id integer)")).rejects.toMatchObject({ reason: "duplicateObject" });
    await expect(session.run("SELEC 1")).rejects.toMatchObject({ reason: "syntax" });
  });
});
