import { lstat, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { noSignal, openSession, rowsOf, runScript, temporaryFolder } from "./open.ts";

const exact = "SELECT typeof(v), CASE typeof(v) WHEN 'text' THEN hex(v) ELSE quote(v) END FROM t ORDER BY k";

test("any value comes back byte for byte", async () => {
  const folder = await temporaryFolder();
  const session = await openSession({ cwd: folder });
  await runScript(session, "CREATE TABLE t (k INTEGER PRIMARY KEY, v)");
  const sql = fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => (value === -(2n ** 63n) ? "-9223372036854775807-1" : String(value))),
    fc.double({ noNaN: true }).map((value) => (Number.isFinite(value) ? `CAST(${value} AS REAL)` : value > 0 ? "9e999" : "-9e999")),
    fc.uint8Array().map((bytes) => `x'${Buffer.from(bytes).toString("hex")}'`),
    fc.uint8Array().map((bytes) => `CAST(x'${Buffer.from(bytes).toString("hex")}' AS TEXT)`),
    fc.string({ unit: "grapheme" }).map((text) => `CAST(x'${Buffer.from(text).toString("hex")}' AS TEXT)`),
    fc.constantFrom("NULL", "'it''s'", "'a' || char(13, 10, 0) || 'b'", "-0.0", "1.0", "'-- no comment'", "''", "x''"),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(sql, { minLength: 1, maxLength: 20 }), async (values) => {
      await session.run("DELETE FROM t");
      for (const value of values) await session.run(`INSERT INTO t (v) VALUES (${value})`);
      const before = await rowsOf(session, exact);
      const file = path.join(folder, "t.sql");
      const request = { schema: "", table: "t", key: ["k"] };
      expect((await session.keepRows(request, file, noSignal)).rows).toBe(values.length);
      await session.run("DELETE FROM t");
      expect((await session.loadRows(request, file, noSignal)).rows).toBe(values.length);
      expect(await rowsOf(session, exact)).toEqual(before);
    }),
    { numRuns: 60 },
  );
});

test("a UTF-16 database keeps its text", async () => {
  const folder = await temporaryFolder();
  const session = await openSession({ cwd: folder });
  await runScript(session, "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (k INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (1, 'größe' || char(10, 128512)), (2, x'00ff');");
  const file = path.join(folder, "t.sql");
  await session.keepRows({ schema: "", table: "t", key: ["k"] }, file, noSignal);
  const before = await rowsOf(session, exact);
  await session.run("DELETE FROM t");
  await session.loadRows({ schema: "", table: "t", key: ["k"] }, file, noSignal);
  expect(await rowsOf(session, exact)).toEqual(before);
});

test("loading twice changes nothing; missing rows come back, kept columns are corrected, triggers stay silent and stay", async () => {
  const folder = await temporaryFolder();
  const session = await openSession({ cwd: folder });
  await runScript(session, `
    CREATE TABLE t (a TEXT, b INT, c TEXT, d INT GENERATED ALWAYS AS (b + 1), PRIMARY KEY (a, b)) WITHOUT ROWID;
    CREATE TABLE noise (x);
    CREATE TRIGGER loud AFTER INSERT ON t BEGIN INSERT INTO noise VALUES (new.a); END;
    CREATE TRIGGER louder AFTER UPDATE ON t BEGIN INSERT INTO noise VALUES (new.a); END;
    INSERT INTO t (a, b, c) VALUES ('x', 1, 'one'), ('y', 2, NULL), ('z', 3, 'three'); DELETE FROM noise;`);
  const request = { schema: "", table: "T", key: ["A", "b"] };
  const file = path.join(folder, "t.sql");
  await session.keepRows(request, file, noSignal);
  await runScript(session, "DELETE FROM t WHERE a = 'x'; UPDATE t SET c = 'wrong' WHERE a = 'y'; DELETE FROM noise;");
  for (let round = 0; round < 2; round += 1) {
    await session.loadRows(request, file, noSignal);
    expect(await rowsOf(session, "SELECT a, b, c, d FROM t ORDER BY a")).toEqual([["x", 1, "one", 2], ["y", 2, null, 3], ["z", 3, "three", 4]]);
  }
  expect(await rowsOf(session, "SELECT * FROM noise")).toEqual([]);
  await session.run("INSERT INTO t (a, b) VALUES ('n', 9)");
  expect(await rowsOf(session, "SELECT * FROM noise")).toEqual([["n"]]);
});

test("one column is kept and brought back by key, other columns stay as they are now", async () => {
  const folder = await temporaryFolder();
  const session = await openSession({ cwd: folder });
  await runScript(session, "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b); INSERT INTO t VALUES (1, 'a1', 'b1'), (2, 'a2', 'b2');");
  const request = { schema: "", table: "t", key: ["id"], columns: ["b"] };
  const file = path.join(folder, "t.sql");
  await session.keepRows(request, file, noSignal);
  await runScript(session, "ALTER TABLE t DROP COLUMN b; UPDATE t SET a = 'new' WHERE id = 2; INSERT INTO t VALUES (3, 'a3'); ALTER TABLE t ADD COLUMN b;");
  await session.loadRows(request, file, noSignal);
  expect(await rowsOf(session, "SELECT * FROM t ORDER BY id")).toEqual([[1, "a1", "b1"], [2, "new", "b2"], [3, "a3", null]]);
});

test("a table without a key keeps its rowids; rows whose rowid was taken come back under a new one", async () => {
  const folder = await temporaryFolder();
  const session = await openSession({ cwd: folder });
  await runScript(session, "CREATE TABLE t (rowid TEXT, v); INSERT INTO t (oid, rowid, v) VALUES (5, 'five', 1), (8, 'eight', 2), (9, 'same', 3), (10, 'same', 3);");
  const request = { schema: "", table: "t", key: [] };
  const file = path.join(folder, "t.sql");
  await session.keepRows(request, file, noSignal);
  const before = await rowsOf(session, "SELECT oid, rowid, v FROM t ORDER BY oid");
  await session.run("DELETE FROM t");
  for (let round = 0; round < 2; round += 1) {
    await session.loadRows(request, file, noSignal);
    expect(await rowsOf(session, "SELECT oid, rowid, v FROM t ORDER BY oid")).toEqual(before);
  }
  await runScript(session, "DELETE FROM t; INSERT INTO t (oid, rowid, v) VALUES (5, 'newcomer', 0);");
  for (let round = 0; round < 2; round += 1) {
    await session.loadRows(request, file, noSignal);
    expect(await rowsOf(session, "SELECT rowid, v FROM t ORDER BY v, rowid")).toEqual([["newcomer", 0], ["five", 1], ["eight", 2], ["same", 3], ["same", 3]]);
  }
});

test("parents may come after their children, also inside a transaction", async () => {
  const folder = await temporaryFolder();
  const session = await openSession({ cwd: folder });
  await runScript(session, "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1);");
  const requests = ["c", "p"].map((table) => ({ request: { schema: "", table, key: ["id"] }, file: path.join(folder, `${table}.sql`) }));
  for (const { request, file } of requests) await session.keepRows(request, file, noSignal);
  await runScript(session, "DELETE FROM c; DELETE FROM p;");
  await session.transaction("commit", async () => {
    for (const { request, file } of requests) await session.loadRows(request, file, noSignal);
  });
  expect(await session.integrity()).toEqual([]);
  await runScript(session, "DELETE FROM c; DELETE FROM p;");
  for (const { request, file } of requests) await session.loadRows(request, file, noSignal);
  expect(await session.integrity()).toEqual([]);
  expect(await rowsOf(session, "PRAGMA foreign_keys")).toEqual([[1]]);
});

test("a changed or foreign file is refused and nothing is left behind", async () => {
  const folder = await temporaryFolder();
  const session = await openSession({ cwd: folder });
  await runScript(session, "CREATE TABLE t (id INTEGER PRIMARY KEY, v); CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END; INSERT INTO t VALUES (1, 'x');");
  const request = { schema: "", table: "t", key: ["id"] };
  const file = path.join(folder, "t.sql");
  await session.keepRows(request, file, noSignal);
  const text = await readFile(file, "utf8");
  expect(text.split("\n")[1]).toBe(`INSERT INTO "t" ("id","v") VALUES (1,'x');`);
  await writeFile(file, `${text}DROP TABLE t;\n`);
  await expect(session.loadRows(request, file, noSignal)).rejects.toMatchObject({ kind: "snapshot", reason: "format" });
  await writeFile(file, "DROP TABLE t;\n");
  await expect(session.loadRows(request, file, noSignal)).rejects.toMatchObject({ kind: "snapshot", reason: "format" });
  await expect(session.loadRows(request, path.join(folder, "none"), noSignal)).rejects.toMatchObject({ kind: "snapshot" });
  expect((await session.catalog()).tables[0]?.triggers).toHaveLength(1);
  await expect(session.keepRows(request, path.join(folder, "no", "folder.sql"), noSignal)).rejects.toMatchObject({ kind: "file", reason: "unwritable" });
  await expect(session.keepRows(request, "/dev/full", noSignal)).rejects.toMatchObject({ kind: "file", reason: "diskFull" });
  expect((await lstat("/dev/full")).isCharacterDevice()).toBe(true);
});
