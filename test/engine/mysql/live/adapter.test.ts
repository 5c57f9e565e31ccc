import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { never } from "../../fixture/harness.ts";
import { asMysqlAdmin } from "../../fixture/mysql.ts";
import { settle } from "../../../../src/engines/mysql/settle.ts";
import { describeBoth, statement } from "./rig.ts";

describeBoth("what migrations need", (harness, flavour) => {
  test("a statement that was cut off is told done or not done by what is there", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE p (id int PRIMARY KEY)");
    await session.run("CREATE TABLE t (id int PRIMARY KEY, a int, b int, w varchar(20), KEY k (w), CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id))");
    const settled = async (sql: string, before: Awaited<ReturnType<typeof session.catalog>>): Promise<string> => (await session.migrations.settle(statement(session, sql), before)).state;
    const sure = [
      "CREATE TABLE made (a int)", "ALTER TABLE t ADD COLUMN q int, ADD KEY by_q (q)", "ALTER TABLE t RENAME COLUMN q TO r", "ALTER TABLE t CHANGE r s int", "CREATE INDEX i ON t (w)", "ALTER TABLE t RENAME KEY i TO j", "DROP INDEX j ON t",
      "ALTER TABLE t ADD UNIQUE (b)", "ALTER TABLE t DROP FOREIGN KEY fk", "ALTER TABLE t ADD CONSTRAINT fk2 FOREIGN KEY (a) REFERENCES p (id)", "ALTER TABLE t ADD CONSTRAINT positive CHECK (b > 0)",
      "CREATE VIEW v AS SELECT id FROM t", "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.w = 'x'", "CREATE PROCEDURE pr() SELECT 1", "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1", "DROP EVENT e", "DROP PROCEDURE pr", "DROP TRIGGER g", "DROP VIEW v",
      "RENAME TABLE made TO renamed", "ALTER TABLE renamed RENAME TO made_again", "DROP TABLE made_again",
    ];
    for (const sql of sure) {
      const before = await session.catalog();
      expect(await settled(sql, before), `before ${sql}`).toBe("notDone");
      await session.run(sql);
      expect(await settled(sql, before), `after ${sql}`).toBe("done");
    }
    for (const sql of ["ALTER TABLE t MODIFY w varchar(30)", "ALTER TABLE t COMMENT = 'x'", "ALTER TABLE t DROP KEY k, ADD KEY k (b)", "TRUNCATE t", "DROP TABLE IF EXISTS gone", "ANALYZE TABLE t", "CREATE OR REPLACE VIEW v AS SELECT 1"]) {
      expect(await settled(sql, await session.catalog()), sql).toBe("notDone");
    }
    await session.run("CREATE TABLE part (id int PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10))");
    expect(await settled("ALTER TABLE part ADD PARTITION (PARTITION p1 VALUES LESS THAN (20))", null as never)).toBe("unknown");
  });

  test("a statement whose client is gone and that the server still runs is waited for", async () => {
    const [session, gone] = [await harness.open(), await harness.open()];
    await session.run("CREATE TABLE busy (id int PRIMARY KEY)");
    await session.run("INSERT INTO busy VALUES (1)");
    const sql = "CREATE TABLE copied AS SELECT id, SLEEP(2) AS s FROM busy";
    const running = gone.run(sql).catch(() => undefined);
    await expect.poll(() => asMysqlAdmin(harness.database.url, "SELECT id FROM information_schema.processlist WHERE info = ?", [sql]), { timeout: 20_000, interval: 10 }).toHaveLength(1);
    expect(await settle(session, statement(session, sql), null, 100)).toMatchObject({ state: "unknown", note: expect.stringContaining("still runs it on connection") as string });
    expect((await settle(session, statement(session, sql), null)).state).toBe("done");
    await running;
  });

  test("settings, database and character sets come back as they were", async () => {
    const session = await harness.open();
    const state = async (): Promise<unknown> => (await session.run("SELECT @@sql_mode, @@foreign_key_checks, @@time_zone, @@character_set_client, @@character_set_results, @@group_concat_max_len, @@sql_safe_updates, DATABASE()")).rows;
    await session.run("SET time_zone = '+01:00'");
    const before = await state();
    const back = await session.migrations.rememberSettings();
    await session.migrations.suspendForeignKeys();
    for (const sql of ["SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES', time_zone = '+03:00'", "SET NAMES latin1", "SET group_concat_max_len = 77, sql_safe_updates = 1", "USE information_schema"]) await session.run(sql);
    await back();
    expect(await state()).toEqual(before);
    const script = ["/*!40101 SET foreign_key_checks = 0 */", "SET unique_checks = 0"].map((sql) => statement(session, sql));
    await session.migrations.withOwnSettings(script, async () => {
      for (const { sql } of script) await session.run(sql);
    });
    expect(await state()).toEqual(before);
    expect((await session.run('SELECT "text"')).rows).toEqual([["text"]]);
  });

  test("counters are read, moved on and never back", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE counted (id int AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 41");
    await session.run("INSERT INTO counted VALUES (), ()");
    const last = async (name: string): Promise<string | undefined> => (await session.migrations.counters()).find((one) => one.name === name)?.last;
    expect(await last("counted")).toBe("42");
    await session.migrations.advanceCounters([{ schema: "", name: "counted", last: "99" }, { schema: "", name: "gone", last: "5" }]);
    await session.migrations.advanceCounters([{ schema: "", name: "counted", last: "50" }]);
    expect(await last("counted")).toBe("99");
    await session.run("INSERT INTO counted VALUES ()");
    expect((await session.run("SELECT MAX(id) FROM counted")).rows).toEqual([[100]]);
    if (flavour === "mysql") return;
    await session.run("CREATE SEQUENCE steps START WITH 5 INCREMENT BY 5 NOCACHE");
    expect(await last("steps")).toBeUndefined();
    await session.run("SELECT NEXTVAL(steps)");
    expect(await last("steps")).toBe("5");
    await session.migrations.advanceCounters([{ schema: "", name: "steps", last: "500" }]);
    expect((await session.run("SELECT NEXTVAL(steps)")).rows).toEqual([[505]]);
  });

  test("the cheapest way of an ALTER is the one that the server takes", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE parent (id int PRIMARY KEY)");
    await session.run("CREATE TABLE wide (id int PRIMARY KEY, a int, v int, w varchar(20) CHARACTER SET utf8mb4, KEY k (w), CONSTRAINT of_parent FOREIGN KEY (a) REFERENCES parent (id))");
    const way = async (sql: string): Promise<string | null> => {
      const found = await session.migrations.onlineWay(statement(session, sql));
      return found === null ? null : `${found.algorithm} ${found.lock ?? "-"}${found.why === undefined ? "" : ", why"}`;
    };
    const index = flavour === "mysql" ? "INPLACE NONE, why" : "NOCOPY NONE, why";
    // MariaDB copies a table while others write to it from 11.2 on.
    const copy = flavour === "mariadb" && session.facts.versionNumber >= 110_200 ? "COPY NONE, why" : "COPY SHARED, why";
    const schema = (await session.run("SHOW CREATE TABLE wide")).rows;
    expect(await way("ALTER TABLE wide ADD COLUMN x int")).toBe("INSTANT -");
    expect(await way("ALTER TABLE wide MODIFY v bigint")).toBe(copy);
    expect(await way("CREATE INDEX i ON wide (v)")).toBe(index);
    expect(await way("DROP INDEX k ON wide")).toBe(index);
    expect(await way("ALTER TABLE `wide` ADD KEY (v), ALGORITHM = COPY")).toMatch(copy.startsWith("COPY NONE") ? /^COPY NONE/ : /^COPY SHARED/);
    expect(await way("ALTER TABLE wide ADD FULLTEXT (w)")).toBe("INPLACE SHARED, why");
    expect(await way("ALTER TABLE wide ADD CONSTRAINT fk2 FOREIGN KEY (v) REFERENCES parent (id)")).toBe(copy);
    expect(await way("ALTER TABLE wide DROP FOREIGN KEY of_parent")).toBe(flavour === "mysql" ? "INPLACE NONE, why" : "INSTANT -");
    expect(await way("ALTER TABLE wide PARTITION BY HASH (id) PARTITIONS 2")).toBeNull();
    await session.run("CREATE TABLE apart (id int PRIMARY KEY)");
    expect(await way("ALTER TABLE apart PARTITION BY HASH (id) PARTITIONS 2")).toBe(copy);
    for (const sql of ["UPDATE wide SET v = 1", "CREATE TABLE other (a int)", "ALTER TABLE no_such_table ADD x int", "TRUNCATE wide"]) expect(await way(sql), sql).toBeNull();
    expect((await session.run("SHOW CREATE TABLE wide")).rows).toEqual(schema);
    expect((await session.run("SELECT DATABASE(), @@foreign_key_checks")).rows).toEqual([[session.facts.database, 1]]);
  });

  test("who holds a table is told, without the values of what they run", async () => {
    const [session, other] = [await harness.open(), await harness.open()];
    await session.run("CREATE TABLE held (id int PRIMARY KEY) ENGINE = InnoDB");
    await session.run("INSERT INTO held VALUES (1)");
    await other.transaction("rollback", async () => {
      await other.run("SELECT * FROM held WHERE id = 1 FOR UPDATE");
      const id = String((await other.run("SELECT CONNECTION_ID()")).rows[0]?.[0]);
      await other.run("SELECT * FROM held WHERE id = 1 AND 'a secret' <> ''");
      const users = await session.migrations.activity([{ schema: "", name: "held" }]);
      expect(users).toEqual([expect.objectContaining({ who: `connection ${id}`, table: { schema: "", name: "held" }, seconds: expect.any(Number) as unknown, blocks: expect.stringMatching(/yes|maybe/) as unknown, end: `KILL ${id}` })]);
      expect(JSON.stringify(users)).not.toContain("secret");
    });
  });

  test("writers wait while they are held", async () => {
    const timeouts = { connect: 5000, lock: 1000, statement: 30_000, idleInTransaction: 0 };
    const [session, writer] = [await harness.open(), await harness.open({ timeouts })];
    await session.run("CREATE TABLE kept (id int PRIMARY KEY, v int) ENGINE = InnoDB");
    await session.run("INSERT INTO kept VALUES (1, 1), (5, 5)");
    await session.transaction("rollback", async () => {
      await session.migrations.holdWriters([{ schema: "", name: "kept" }]);
      for (const sql of ["INSERT INTO kept VALUES (3, 3)", "INSERT INTO kept VALUES (9, 9)", "UPDATE kept SET v = 2 WHERE id = 1", "DELETE FROM kept"]) await expect(writer.run(sql), sql).rejects.toMatchObject({ reason: "lockTimeout" });
      expect((await writer.run("SELECT COUNT(*) FROM kept")).rows).toEqual([[2]]);
    });
    await writer.run("INSERT INTO kept VALUES (3, 3)");
  });

  test("other tools' histories are read", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL)");
    await session.run("INSERT INTO schema_migrations VALUES (7, 1)");
    await session.run("CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50), script varchar(1000) NOT NULL, type varchar(20) NOT NULL, success boolean NOT NULL)");
    await session.run("INSERT INTO flyway_schema_history VALUES (1, '1', 'V1__a.sql', 'SQL', 1), (2, '2', 'V2__b.sql', 'SQL', 0), (3, NULL, 'R__views.sql', 'SQL', 1)");
    await session.run("CREATE TABLE goose_db_version (id serial, version_id bigint NOT NULL, is_applied boolean NOT NULL, tstamp timestamp NULL)");
    await session.run("INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1), (1, 1), (2, 1), (2, 0)");
    await session.run("CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, migration_name varchar(255) NOT NULL, finished_at datetime(3), rolled_back_at datetime(3))");
    await session.run("INSERT INTO _prisma_migrations VALUES ('a', '2024_init', NOW(3), NULL), ('b', '2025_half', NULL, NULL)");
    expect(await session.migrations.otherHistories()).toEqual(expect.arrayContaining([
      { tool: "golang-migrate", table: "schema_migrations", applied: [], upTo: "7", dirty: true },
      { tool: "Flyway", table: "flyway_schema_history", applied: ["1", "R__views.sql"], dirty: false },
      { tool: "goose", table: "goose_db_version", applied: ["1"], dirty: false },
      { tool: "Prisma", table: "_prisma_migrations", applied: ["2024_init"], dirty: false },
    ]));
  });

  test("integrity finds orphans, rows that break a rule, and views that lead nowhere", async () => {
    const session = await harness.open();
    const before = await session.integrity(never);
    await session.run("CREATE TABLE up (id int PRIMARY KEY, x int)");
    await session.run("CREATE TABLE down (id int PRIMARY KEY, up_id int, n int, CONSTRAINT of_up FOREIGN KEY (up_id) REFERENCES up (id), CONSTRAINT small CHECK (n < 10 AND 'it''s' <> 'x'))");
    await session.run("CREATE VIEW lost AS SELECT x FROM up");
    await session.run("ALTER TABLE up RENAME COLUMN x TO y");
    await session.run("SET foreign_key_checks = 0");
    await session.run("INSERT INTO down VALUES (1, 77, 1), (2, NULL, 2)");
    if (flavour === "mariadb") await session.run("SET check_constraint_checks = 0");
    else await session.run("ALTER TABLE down ALTER CHECK small NOT ENFORCED");
    await session.run("INSERT INTO down VALUES (3, NULL, 30)");
    const found = (await session.integrity(never)).filter((problem) => !before.some((old) => old.object === problem.object)).map(({ check, object }) => `${check} ${object}`);
    expect(found.sort()).toEqual([flavour === "mariadb" ? "check down.small" : "notValidated down.small", "foreignKey down.of_up", "invalidView lost"].sort());
  });

  test("a plan that is executed leaves no trace, and what a rollback cannot undo is not executed", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE safe (id int PRIMARY KEY) ENGINE = InnoDB");
    await session.run("CREATE TABLE unsafe (id int PRIMARY KEY) ENGINE = MyISAM");
    for (const table of ["safe", "unsafe"]) await session.run(`INSERT INTO ${table} VALUES (1)`);
    expect((await session.explain("SELECT * FROM safe", { analyse: true })).text).toContain("safe");
    await session.explain("DELETE FROM safe", { analyse: true }).catch((error: unknown) => expect(error).toMatchObject({ kind: "unsupported" }));
    await expect(session.explain("DELETE u FROM unsafe u JOIN safe s ON s.id = u.id", { analyse: true })).rejects.toMatchObject({ kind: "statement", code: "1196" });
    await expect(session.explain("DROP TABLE safe", { analyse: true })).rejects.toMatchObject({ kind: "unsupported" });
    for (const table of ["safe", "unsafe"]) expect((await session.run(`SELECT id FROM ${table}`)).rows).toEqual([[1]]);
  });

  test("no connection of ours is left behind", async () => {
    const session = await harness.open();
    const lock = await session.lockApplier(0, never);
    const stop = new AbortController();
    const running = session.run("SELECT SLEEP(20)", { signal: stop.signal }).catch(() => undefined);
    await sleep(100);
    stop.abort();
    await running;
    await lock?.release();
    await session.close();
    const left = () => asMysqlAdmin(harness.database.url, "SELECT id FROM information_schema.processlist WHERE db = ? AND id <> CONNECTION_ID()", [session.facts.database]);
    await expect.poll(left, { timeout: 20_000 }).toEqual([]);
  });
});
