import { expect, test } from "vitest";
import { openSession, runScript } from "./open.ts";

const counting = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000000) SELECT count(*) FROM n";

test("a write that is analysed is run and undone", async () => {
  const session = await openSession();
  await runScript(session, "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)");
  const { text } = await session.explain("DELETE FROM t WHERE a > 1", { analyse: true });
  expect(session.engine.plans?.read(text)).toMatchObject({ plan: { executed: true, root: { actual: { rows: 2 } }, facts: { tables: { t: { rows: 3, more: false, analysed: null } } } } });
  expect((await session.run("SELECT count(*) FROM t")).rows).toEqual([[3]]);
});

test.each(["PRAGMA user_version = 7", "VACUUM", "ATTACH 'other.db' AS o", "COMMIT"])("%s is not run to be analysed", async (sql) => {
  const session = await openSession();
  await expect(session.explain(sql, { analyse: true })).rejects.toMatchObject({ kind: "unsupported" });
  expect((await session.run("PRAGMA user_version")).rows).toEqual([[0]]);
});

test("an analysis ends when it is cancelled, and when it takes too long", async () => {
  const session = await openSession({ timeouts: { statement: 2000 } });
  await expect(session.explain(counting, { analyse: true })).rejects.toMatchObject({ kind: "statement", reason: "statementTimeout" });
  const stop = new AbortController();
  const analysed = session.explain(counting, { analyse: true, signal: stop.signal });
  setTimeout(() => stop.abort(), 50);
  await expect(analysed).rejects.toMatchObject({ kind: "cancelled" });
  expect((await session.run("SELECT 1")).rows).toEqual([[1]]);
});

test("sizes are counted up to a limit, views and virtual tables are left out", async () => {
  const session = await openSession();
  await runScript(session, "CREATE TABLE big (a); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000) INSERT INTO big SELECT i FROM n; CREATE VIEW v AS SELECT * FROM big; CREATE VIRTUAL TABLE f USING fts5 (x); CREATE INDEX i ON big (a); ANALYZE");
  expect((await session.explain("SELECT * FROM big b JOIN v ON v.a = b.a JOIN f ON f.x = b.a")).text).toMatch(/\nTABLE "big": 10,000 rows or more, 12000 when it was analysed$/);
});
