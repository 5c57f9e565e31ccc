import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { asMysqlAdmin } from "../../fixture/mysql.ts";
import { describeBoth, failure } from "./rig.ts";

const timeouts = { connect: 5000, lock: 5000, statement: 60_000, idleInTransaction: 0 };

describeBoth("transactions", (harness, flavour) => {
  test("nothing that commits by itself runs inside one, and what was done before is not committed by it", async () => {
    const [session, other] = [await harness.open(), await harness.open()];
    await session.run("CREATE TABLE t (id int PRIMARY KEY) ENGINE = InnoDB");
    await session.transaction("rollback", async () => {
      await session.run("INSERT INTO t VALUES (1)");
      const refused = ["CREATE TABLE u (a int)", "ALTER TABLE t ADD x int", "/*!40101 DROP TABLE t */", "TRUNCATE t", "RENAME TABLE t TO u", "CREATE INDEX i ON t (id)", "ANALYZE TABLE t", "CHECK TABLE t", "GRANT SELECT ON *.* TO root", "LOCK TABLES t READ", "SET autocommit = 1", "SET PASSWORD = 'x'", "FLUSH TABLES", "XA START 'x'", "COMMIT AND CHAIN"];
      for (const sql of refused) expect(await failure(session.run(sql)), sql).toMatchObject({ kind: "statement", code: "25000", offset: expect.any(Number) as number });
      expect((await session.run("SELECT id FROM t")).rows).toEqual([[1]]);
      expect((await other.run("SELECT id FROM t")).rows).toEqual([]);
    });
    expect((await other.run("SELECT id FROM t")).rows).toEqual([]);
  });

  test("temporary tables may be made and dropped inside one", async () => {
    const session = await harness.open();
    await session.transaction("rollback", async () => {
      await session.run("CREATE TEMPORARY TABLE scratch (a int)");
      await session.run("INSERT INTO scratch VALUES (1)");
      await session.run("DROP TEMPORARY TABLE scratch");
    });
  });

  test("a procedure that commits is found out, and nothing runs after it", async () => {
    const session = await harness.open();
    await session.run("CREATE PROCEDURE leaves() COMMIT");
    await session.run("CREATE TABLE left_behind (id int PRIMARY KEY) ENGINE = InnoDB");
    const error = await failure(session.transaction("commit", async () => {
      await session.run("CALL leaves()").catch(() => undefined);
      await session.run("INSERT INTO left_behind VALUES (1)");
    }));
    expect(error).toMatchObject({ kind: "statement", code: "25000" });
    expect((await session.run("SELECT * FROM left_behind")).rows).toEqual([]);
  });

  test("after a deadlock the rest of the transaction does not run on its own", async () => {
    const [one, two] = [await harness.open(), await harness.open()];
    await one.run("CREATE TABLE d (id int PRIMARY KEY, v int) ENGINE = InnoDB");
    await one.run("INSERT INTO d VALUES (1, 0), (2, 0), (3, 0)");
    let holding = 0;
    const work = async (session: typeof one, first: number, second: number): Promise<string> => {
      const end = await session.transaction("commit", async () => {
        await session.run(`UPDATE d SET v = v + 1 WHERE id = ${first}`);
        holding += 1;
        await expect.poll(() => holding, { timeout: 20_000, interval: 10 }).toBe(2);
        const failed = await session.run(`UPDATE d SET v = v + 1 WHERE id = ${second}`).then(() => undefined, (error: unknown) => error as { reason: string });
        if (failed !== undefined) expect(failed.reason).toBe("deadlock");
        await session.run("UPDATE d SET v = v + 10 WHERE id = 3");
      }).then(() => "committed", () => "undone");
      return end;
    };
    expect((await Promise.all([work(one, 1, 2), work(two, 2, 1)])).sort()).toEqual(["committed", "undone"]);
    expect((await one.run("SELECT v FROM d ORDER BY id")).rows).toEqual([[1], [1], [10]]);
  });

  test("one that is left idle is ended by the server", async () => {
    const session = await harness.open({ timeouts: { ...timeouts, idleInTransaction: 1000 } });
    await session.run("CREATE TABLE idle (id int PRIMARY KEY) ENGINE = InnoDB");
    const error = await failure(session.transaction("commit", async () => {
      await session.run("INSERT INTO idle VALUES (1)");
      await sleep(2500);
      await session.run("INSERT INTO idle VALUES (2)");
    }));
    expect(error).toMatchObject({ kind: "connection", reason: "lost" });
    expect((await (await harness.open()).run("SELECT * FROM idle")).rows).toEqual([]);
  });

  test("a session that is idle outside of one is left alone", async () => {
    const session = await harness.open({ timeouts: { ...timeouts, idleInTransaction: 1000 } });
    await session.transaction("rollback", () => session.run("SELECT 1"));
    await sleep(2000);
    expect((await session.run("SELECT 5")).rows).toEqual([[5]]);
  });

  test("a statement that is not a SELECT is stopped on the server when its time is up, and undone", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE slow (id int PRIMARY KEY) ENGINE = InnoDB");
    const sql = "INSERT INTO slow SELECT 1 + 0 * SLEEP(30) UNION SELECT 2 + 0 * SLEEP(30)";
    expect(await failure(session.run(sql, { statementTimeoutMs: 200 }))).toMatchObject({ kind: "statement", reason: "statementTimeout" });
    expect((await session.run("SELECT * FROM slow")).rows).toEqual([]);
    await expect.poll(() => asMysqlAdmin(harness.database.url, "SELECT id FROM information_schema.processlist WHERE info = ?", [sql]), { timeout: 20_000 }).toEqual([]);
  });

  test("what the server itself limits is the same: a client that is gone leaves no endless query", async () => {
    const session = await harness.open({ timeouts: { ...timeouts, statement: 7000 } });
    const { rows } = await session.run(flavour === "mariadb" ? "SELECT @@max_statement_time, @@lock_wait_timeout, @@innodb_lock_wait_timeout" : "SELECT @@max_execution_time, @@lock_wait_timeout, @@innodb_lock_wait_timeout");
    expect(rows[0]?.map(Number)).toEqual([flavour === "mariadb" ? 7 : 7000, 5, 5]);
  });
});
