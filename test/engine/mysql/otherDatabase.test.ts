import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { applyMigration } from "../../../src/commands/migration/applyMigration.ts";
import { dryRun } from "../../../src/commands/migration/dryRun.ts";
import { runCommand } from "../apply/context.ts";
import { open } from "../apply/rig.ts";
import { describeDialects } from "../engines.ts";
import { asMysqlAdmin } from "../fixture/mysql.ts";

/** Each test makes a database with programs and several scratch ones of it. */
vi.setConfig({ testTimeout: 180_000 });

describeDialects("another database of the server,", ["mysql", "mariadb"], (engine) => {
  const other = `test_other_${randomBytes(5).toString("hex")}`;
  const admin = (sql: string): ReturnType<typeof asMysqlAdmin> => asMysqlAdmin(process.env[engine.dialect === "mysql" ? "TEST_MYSQL_URL" : "TEST_MARIADB_URL"] ?? "", sql);
  const state = async (): Promise<unknown> => [await admin(`SELECT id FROM ${other}.t ORDER BY id`), await admin(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = '${other}' ORDER BY name`)];

  beforeAll(async () => {
    for (const sql of [`CREATE DATABASE ${other}`, `CREATE TABLE ${other}.t (id int PRIMARY KEY)`, `INSERT INTO ${other}.t VALUES (1), (2)`]) await admin(sql);
  });
  afterAll(async () => {
    await admin(`DROP DATABASE IF EXISTS ${other}`);
  });

  const seeded = async (script: string): ReturnType<typeof open> => {
    const rig = await open(engine, { "migrations/001_far.up.sql": script });
    for (const sql of [
      "CREATE TABLE orders (id int PRIMARY KEY)",
      `CREATE TRIGGER far_away AFTER INSERT ON orders FOR EACH ROW INSERT INTO ${other}.t VALUES (NEW.id + 100)`,
      `CREATE PROCEDURE far() DELETE FROM ${other}.t`,
      `CREATE FUNCTION far_function(n int) RETURNS int DETERMINISTIC MODIFIES SQL DATA COMMENT 'it''s' BEGIN DELETE FROM \`${other}\`.t WHERE id = n; RETURN n; END`,
      "CREATE PROCEDURE near() CALL far()",
      `CREATE VIEW far_view AS SELECT id FROM ${other}.t`,
      "CREATE TRIGGER further BEFORE DELETE ON orders FOR EACH ROW CALL near()",
    ]) await rig.session.run(sql);
    return rig;
  };

  test.each([
    `USE ${other};\nINSERT INTO t VALUES (9);`,
    `INSERT INTO ${other}.t VALUES (9);`,
    `SET sql_mode = 'ANSI_QUOTES';\nINSERT INTO "${other}"."t" VALUES (9);`,
    `SET @text = 'DELETE FROM ${other}.t';\nPREPARE p FROM @text;\nEXECUTE p;`,
    `CREATE PROCEDURE own() DELETE FROM ${other}.t;\nCALL own();`,
    "CALL far();", "CALL near();", "SELECT far_function(1);", "INSERT INTO far_view VALUES (9);", "DELETE FROM far_view;", "CREATE TABLE copied AS SELECT far_function(2) AS n;",
  ])("is not written to by a dry-run, and that it was not tried is said: %s", async (script) => {
    const rig = await seeded(script);
    const before = await state();
    const report = await runCommand(dryRun, rig.asked, { path: "migrations" });
    expect(await state()).toEqual(before);
    const { findings = [] } = report;
    expect(findings.some(({ rule }) => rule === "dry-run/unproven") || report.status === "failed", JSON.stringify(findings)).toBe(true);
    expect(JSON.stringify(report)).not.toContain("data_engineer_shadow_");
  });

  test("is not written to by triggers of a scratch database, and what was left out is said", async () => {
    const rig = await seeded("INSERT INTO orders VALUES (1);\nDELETE FROM orders;\nALTER TABLE orders ADD COLUMN note int;");
    const before = await state();
    const report = await runCommand(dryRun, rig.asked, { path: "migrations" });
    expect(await state()).toEqual(before);
    expect(report.status).toBe("passed");
    expect(JSON.stringify(report)).toMatch(/not as the target in 1 point: not run here, as they reach other databases: routine far\(\), routine far_function\(int(?:\(11\))?\), routine near\(\), trigger orders\.far_away, trigger orders\.further, view far_view/);
  });

  test.each([[`USE ${other};\nDROP TABLE spare;`], [`DROP TABLE ${other}.spare;`]])("is changed by an apply only where the person wants it unproven and says its name: %s", async (script) => {
    await admin(`CREATE TABLE ${other}.spare (id int PRIMARY KEY)`);
    const rig = await seeded(script);
    const before = await state();
    expect(await runCommand(applyMigration, rig.asked, { path: "migrations" })).toMatchObject({ status: "failed", findings: [{ rule: "dry-run/not-proven" }] });
    expect(rig.asked.questions).toEqual([]);
    expect(await state()).toEqual(before);
    const applied = await runCommand(applyMigration, rig.asked, { path: "migrations" }, { "without-proof": true });
    expect(applied.status, JSON.stringify(applied)).toBe("passed");
    expect(rig.asked.questions).toMatchObject([{ destroys: [{ object: `${other}.spare`, how: "drop" }] }]);
    expect(await admin(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = '${other}'`)).toEqual([{ name: "t" }]);
    expect((await rig.session.run("SELECT database()")).rows).toEqual([[rig.session.facts.database]]);
  });
});
