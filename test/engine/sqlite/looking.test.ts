import { expect, test } from "vitest";
import { openSession, runScript } from "./open.ts";

test("a plan is drawn as a tree, and a query that is analysed is run", async () => {
  const session = await openSession();
  await runScript(session, "CREATE TABLE t (a, b); CREATE INDEX i ON t (a); INSERT INTO t VALUES (1, 2), (1, 3)");
  const sql = "SELECT * FROM t WHERE a = 1 ORDER BY b";
  expect((await session.explain(sql)).text).toBe("QUERY PLAN\n|--SEARCH t USING INDEX i (a=?)\n`--USE TEMP B-TREE FOR ORDER BY\nTABLE \"t\": 2 rows, never analysed");
  expect((await session.explain(sql, { analyse: true })).text).toMatch(/EXECUTED: 2 rows in \d+\.\d ms$/);
});

test("orphans are named with their rows; a foreign key without a fitting key is a problem of its own", async () => {
  const session = await openSession({ url: "sqlite:test.db?create=true&foreign_keys=off" });
  await runScript(session, `CREATE TABLE p (id INTEGER PRIMARY KEY, x); CREATE TABLE c (a REFERENCES p, b, d, FOREIGN KEY (b, d) REFERENCES p (id, x));
    CREATE TABLE k (a TEXT PRIMARY KEY REFERENCES p) WITHOUT ROWID; INSERT INTO k VALUES ('5'); CREATE TABLE fine (a REFERENCES p); INSERT INTO fine (rowid, a) VALUES (4, 9), (5, NULL);`);
  const problems = await session.integrity();
  expect(problems.map((problem) => [problem.check, problem.object])).toEqual([["foreignKey", "c"], ["foreignKey", "fine"], ["foreignKey", "k"]]);
  expect(problems.map((problem) => problem.message)).toEqual([expect.stringContaining("foreign key mismatch"), expect.stringContaining("row 4 of fine (a)"), expect.stringContaining("a row of k (a)")]);
});

test("rows that break a check are found", async () => {
  const session = await openSession();
  await runScript(session, "CREATE TABLE t (a CHECK (a > 0)); INSERT INTO t VALUES (1)");
  expect(await session.integrity()).toEqual([]);
  await runScript(session, "PRAGMA ignore_check_constraints = on; INSERT INTO t VALUES (-1); PRAGMA ignore_check_constraints = off");
  expect(await session.integrity()).toEqual([{ check: "integrity", object: "database", message: "CHECK constraint failed in t" }]);
});

test("a rebuilt table is seen as rewritten, an altered one is not", async () => {
  const session = await openSession();
  await runScript(session, "CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE TABLE u (a)");
  await session.transaction("rollback", async () => {
    await session.probe();
    await session.run("ALTER TABLE u ADD COLUMN b");
    expect(await session.probe()).toEqual({ locks: [], rewrites: [] });
    await runScript(session, "CREATE TABLE new_t (a, b); INSERT INTO new_t SELECT a, 1 FROM t; DROP TABLE t");
    expect((await session.probe()).rewrites).toEqual([]);
    await session.run("ALTER TABLE new_t RENAME TO t");
    expect(await session.probe()).toEqual({ locks: [], rewrites: ["t"] });
  });
});

test("a pragma that SQLite ignores inside a transaction says so", async () => {
  const session = await openSession();
  await session.transaction("rollback", async () => {
    expect((await session.run("PRAGMA foreign_keys = off")).notices).toEqual([expect.stringContaining("ignores")]);
    expect((await session.run("PRAGMA foreign_keys")).notices).toEqual([]);
  });
  expect((await session.run("PRAGMA foreign_keys = off")).notices).toEqual([]);
});

test("rows come in pages; the cursor of a query that is left early does not block what follows", async () => {
  const session = await openSession();
  const numbers = "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1000) SELECT x FROM c";
  const sizes: number[] = [];
  for await (const page of session.stream(numbers, { pageSize: 300 })) sizes.push(page.rows.length);
  expect(sizes).toEqual([300, 300, 300, 100]);
  for await (const page of session.stream(numbers, { pageSize: 10 })) if (page.rows.length > 0) break;
  await runScript(session, "CREATE TABLE t (a); INSERT INTO t VALUES (1); DROP TABLE t");
});
