import { expect, test } from "vitest";
import { asMysqlAdmin } from "../../fixture/mysql.ts";
import { describeBoth, failure } from "./rig.ts";

const timeouts = { connect: 5000, lock: 2000, statement: 60_000, idleInTransaction: 0 };

describeBoth("plans", (harness, flavour) => {
  const rows = "INSERT INTO t SELECT a.n * 10 + b.n, a.n FROM d a, d b";
  const prepare = async (): Promise<Awaited<ReturnType<typeof harness.open>>> => {
    const session = await harness.open();
    for (const sql of ["DROP TABLE IF EXISTS d, t", "CREATE TABLE d (n int PRIMARY KEY)", "INSERT INTO d VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)", "CREATE TABLE t (id int PRIMARY KEY, v int, KEY by_v (v))", rows]) await session.run(sql);
    return session;
  };

  test("what explain gives is read, planned and executed, with the table's name and the rows that were there", async () => {
    const session = await prepare();
    const { engine } = session;
    const read = async (sql: string, analyse: boolean): Promise<Extract<ReturnType<NonNullable<typeof engine.plans>["read"]>, { plan: unknown }>["plan"]> => {
      const reading = engine.plans?.read((await session.explain(sql, { analyse })).text, { query: sql, dialect: session.facts.dialect });
      if (reading === undefined || !("plan" in reading)) throw new Error(reading?.reason ?? "no language");
      return reading.plan;
    };
    const sql = "SELECT * FROM t AS x WHERE x.id % 2 = 1";
    const [planned, executed] = [await read(sql, false), await read(sql, true)];
    expect(planned).toMatchObject({ executed: false, dialect: flavour });
    expect(executed).toMatchObject({ executed: true, dialect: flavour });
    const nodes: (typeof executed.root)[] = [];
    const visit = (node: typeof executed.root): void => void (nodes.push(node), node.children.forEach(visit));
    visit(executed.root);
    const table = nodes.find((node) => node.relation !== undefined);
    expect(table?.relation).toMatchObject({ name: "t", alias: "x" });
    expect(nodes.map((node) => node.actual?.rows)).toContain(50);
    expect(executed.root.actual?.ms).toBeGreaterThan(0);
  });

  test("a change that is executed for its plan is gone afterwards", async () => {
    const session = await prepare();
    const changes = flavour === "mariadb" ? ["UPDATE t SET v = 77", "DELETE FROM t WHERE v = 3", "INSERT INTO t VALUES (1000, 1)"] : ["UPDATE t JOIN d ON d.n = t.v SET t.v = 77", "DELETE t FROM t JOIN d ON d.n = t.v"];
    for (const sql of changes) {
      expect((await session.explain(sql, { analyse: true })).text, sql).toMatch(flavour === "mariadb" ? /r_/ : /actual_/);
      expect((await session.run("SELECT COUNT(*), SUM(v) FROM t")).rows.map(String), sql).toEqual(["100,450"]);
    }
    await session.transaction("commit", async () => {
      await session.run("INSERT INTO t VALUES (500, 5)");
      await session.explain(changes[0]!, { analyse: true });
    });
    expect((await session.run("SELECT COUNT(*), SUM(v) FROM t")).rows.map(String)).toEqual(["101,455"]);
  });

  test("what no rollback takes back is not executed for its plan", async () => {
    const session = await prepare();
    for (const sql of ["SELECT * FROM t INTO OUTFILE 'never'", "SELECT GET_LOCK('held', 0) FROM t", "DROP TABLE t", "CALL p()"]) {
      expect(await failure(session.explain(sql, { analyse: true })), sql).toMatchObject({ kind: expect.stringMatching(/statement|unsupported/) as string, next: expect.stringContaining("plan") as string });
    }
    expect((await session.run("SELECT IS_FREE_LOCK('held')")).rows).toEqual([[1]]);
    await session.run("CREATE TABLE log (id int) ENGINE = MyISAM");
    expect(await failure(session.explain("DELETE FROM log WHERE id IN (SELECT id FROM t)", { analyse: true }))).toMatchObject({ code: "1196" });
    await session.run("CREATE FUNCTION noted() RETURNS int DETERMINISTIC MODIFIES SQL DATA BEGIN INSERT INTO log VALUES (1); RETURN 1; END");
    await failure(session.explain("SELECT noted() FROM t", { analyse: true }));
    expect((await session.run("SELECT COUNT(*) FROM log")).rows).toEqual([[0]]);
    expect((await session.run("SELECT COUNT(*) FROM t")).rows).toEqual([[100]]);
  });

  test("an executed plan is stopped by its timeout and by a cancel, on the server", async () => {
    await prepare();
    const slow = "SELECT COUNT(*) FROM t WHERE SLEEP(600) = 0 AND id >= 0";
    const running = (): Promise<unknown[]> => asMysqlAdmin(harness.database.url, "SELECT id FROM information_schema.processlist WHERE info LIKE ? AND info NOT LIKE '%processlist%' AND db = DATABASE()", [`%${slow}`]);
    const limited = await harness.open({ timeouts: { ...timeouts, statement: 300 } });
    expect(await failure(limited.explain(slow, { analyse: true }))).toMatchObject({ reason: "statementTimeout" });
    expect((await limited.run("SELECT COUNT(*) FROM t")).rows).toEqual([[100]]);
    const session = await harness.open({ timeouts });
    const stop = new AbortController();
    const explained = failure(session.explain(slow, { analyse: true, signal: stop.signal }));
    await expect.poll(running, { timeout: 20_000, interval: 20 }).toHaveLength(1);
    stop.abort();
    expect(await explained).toMatchObject({ kind: "cancelled" });
    await expect.poll(running, { timeout: 20_000, interval: 20 }).toHaveLength(0);
    expect((await session.run("SELECT COUNT(*) FROM t")).rows).toEqual([[100]]);
  });

  test("the session's own format of plans stays as it was", async () => {
    if (flavour === "mariadb") return;
    const session = await prepare();
    for (const version of ["1", "2"]) {
      await session.run(`SET explain_json_format_version = ${version}`);
      await session.explain("SELECT * FROM t WHERE v = 3", { analyse: true });
      await session.explain("UPDATE t SET v = 3 WHERE v = 4");
      expect((await session.run("SELECT CAST(@@explain_json_format_version AS CHAR)")).rows).toEqual([[version]]);
    }
  });
});
