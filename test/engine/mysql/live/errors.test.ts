import { beforeAll, expect, test } from "vitest";
import type { StatementReason } from "../../../../src/core/errors.ts";
import { describeBoth, failure } from "./rig.ts";

/** The word that the error must point at, in a statement about the tables `t` and `child`. */
const cases: readonly (readonly [sql: string, reason: StatementReason, at?: string])[] = [
  ["SELECT '😀' FORM t WHERE", "syntax", "t WHERE"],
  ["SELECT 1,\n  '😀',\n  2 frm t wher", "syntax"],
  ["SELECT * FROM t WHERE (", "syntax", ""],
  ["SELECT '😀', t.nowhere FROM t", "undefinedObject", "t.nowhere"],
  ["SELECT 'nowhere', `nowhere` FROM t -- nowhere", "undefinedObject", "`nowhere`"],
  ["SELECT * FROM missing", "undefinedObject", "missing"],
  ["DROP TABLE t2, t3", "undefinedObject", "t2"],
  ["ALTER TABLE t DROP COLUMN gone", "undefinedObject", "gone"],
  ["DROP INDEX gone ON t", "undefinedObject", "gone"],
  ["CREATE INDEX i ON t (gone)", "undefinedObject", "gone"],
  ["CALL gone()", "undefinedObject", "gone"],
  ["USE no_such_database", "undefinedObject", "no_such_database"],
  ["CREATE TABLE t (a int)", "duplicateObject", "t (a"],
  ["CREATE TABLE u (a int, b int, a int)", "duplicateObject", "a int)"],
  ["ALTER TABLE t ADD COLUMN v int", "duplicateObject", "v int"],
  ["ALTER TABLE t ADD KEY by_v (v)", "duplicateObject", "by_v"],
  ["INSERT INTO t (id, v) VALUES (1, 1)", "constraint"],
  ["INSERT INTO t (id, v) VALUES (9, -1)", "constraint"],
  ["INSERT INTO t (id, name) VALUES (10, NULL)", "constraint", "name"],
  ["INSERT INTO t (id, name) VALUES (11, 'much too long for it')", "constraint", "name"],
  ["INSERT INTO child (id, t_id) VALUES (1, 99)", "constraint"],
  ["DELETE FROM t WHERE id = 1", "constraint"],
  ["DROP TABLE t", "dependency"],
  ["ALTER TABLE child DROP KEY of_t", "dependency", "of_t"],
];

describeBoth("errors", (harness) => {
  beforeAll(async () => {
    const session = await harness.engine.connect({ url: harness.database.url, cwd: harness.database.cwd, readOnly: false, timeouts: { connect: 5000, lock: 5000, statement: 60_000, idleInTransaction: 0 }, signal: new AbortController().signal });
    await session.run("CREATE TABLE t (id int PRIMARY KEY, v int, name varchar(5) NOT NULL DEFAULT '', KEY by_v (v), CHECK (v >= 0))");
    await session.run("CREATE TABLE child (id int PRIMARY KEY, t_id int, CONSTRAINT of_t FOREIGN KEY (t_id) REFERENCES t (id))");
    await session.run("INSERT INTO t (id, v) VALUES (1, 1)");
    await session.run("INSERT INTO child (id, t_id) VALUES (7, 1)");
    await session.close();
  });

  test.each(cases.map(([sql, reason, at]) => ({ sql, reason, at })))("$sql", async ({ sql, reason, at }) => {
    const session = await harness.open();
    const error = await failure(session.run(sql));
    expect({ kind: error.kind, reason: error.reason, code: error.code }).toEqual({ kind: "statement", reason, code: expect.stringMatching(/^\d{4}$/) as string });
    expect(error.next).toBeTruthy();
    if (at !== undefined) expect(error.offset).toBe(at === "" ? sql.length : sql.indexOf(at));
    expect((await session.run("SELECT 5")).rows).toEqual([[5]]);
  });

  test("a lock that another session holds is told as such", async () => {
    const [holder, waiter] = [await harness.open(), await harness.open({ timeouts: { connect: 5000, lock: 1000, statement: 60_000, idleInTransaction: 0 } })];
    await holder.transaction("rollback", async () => {
      await holder.run("UPDATE t SET v = 2 WHERE id = 1");
      expect(await failure(waiter.run("UPDATE t SET v = 3 WHERE id = 1"))).toMatchObject({ reason: "lockTimeout" });
      expect(await failure(waiter.run("ALTER TABLE t ADD COLUMN w int"))).toMatchObject({ reason: "lockTimeout" });
    });
  });

  test("no message holds what the driver knows of the connection", async () => {
    const session = await harness.open();
    const error = await failure(session.run("SELECT nowhere"));
    const { password } = new URL(harness.database.url);
    expect(JSON.stringify([error, error.cause, error.message, error.stack])).not.toContain(password);
  });
});
