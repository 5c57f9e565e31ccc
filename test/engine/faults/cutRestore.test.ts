import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { applyMigration } from "../../../src/commands/migration/applyMigration.ts";
import { rollback } from "../../../src/commands/migration/rollback.ts";
import { snapshot } from "../../../src/commands/migration/snapshot.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { isDataEngineerError } from "../../../src/core/errors.ts";
import type { ReportBody } from "../../../src/core/report/report.ts";
import { cutOff } from "../../../src/core/snapshot/restoring.ts";
import { runCommand } from "../apply/context.ts";
import { open, type Rig } from "../apply/rig.ts";
import { migrationFiles } from "../apply/scripts.ts";
import { describeStepwise } from "../engines.ts";
import type { EngineFixture } from "../fixture/fixture.ts";
import { drive, type DriverEnd } from "./drive.ts";

/** Everything that must be the same whether or not the way back was cut off. */
async function state(engine: EngineFixture, { session }: Rig): Promise<unknown> {
  const catalog = await session.catalog();
  const tables = catalog.tables.map((table) => table.name).sort();
  const rows: unknown[] = [];
  for (const table of tables) rows.push((await session.run(engine.words.selectAll(table))).rows.map((row) => JSON.stringify(row)));
  const history = (await session.migrations.history.read()).map(({ version, outcome }) => ({ version, outcome }));
  return { schema: fingerprint(catalog), tables, rows, history };
}

/** A migration that loses a table and values of another one, gone back from in a process that kills itself at a step. */
async function goneBack(engine: EngineFixture, killAt: number): Promise<{ readonly rig: Rig; readonly end: DriverEnd }> {
  const { words } = engine;
  const rig = await open(engine, migrationFiles(engine, "001_less", [words.dropTable("tags"), words.dropColumn("orders", "note"), words.update("orders", { total: 0 }), words.createTable("extra", { id: "integer" })]));
  for (const sql of [
    words.createTable("orders", { id: "integer", total: "integer", note: "text" }), words.insert("orders", [{ id: 1, total: 10, note: "a" }, { id: 2, total: 20, note: null }]),
    words.createTable("tags", { id: "integer", word: "text" }), words.insert("tags", [{ id: 1, word: "red" }, { id: 2, word: "blue" }]),
  ]) await rig.session.run(sql);
  await runCommand(snapshot, rig.asked, { label: "old" });
  expect(await runCommand(applyMigration, rig.asked, { path: "migrations" })).toMatchObject({ status: "passed" });
  await rig.session.run(words.insert("orders", [{ id: 3, total: 30 }]));
  const end = await drive({ dialect: engine.dialect, url: rig.database.url, cwd: rig.database.cwd, workspace: rig.files.root, killAt }, "rollbackDriver.ts");
  return { rig, end };
}

/** The lock and the transaction of a killed process may outlive it on the server (MongoDB: for a minute); whoever comes meanwhile is told to come again. */
async function again({ asked }: Rig): Promise<ReportBody> {
  for (let left = 40; ; left -= 1) {
    try {
      return await runCommand(rollback, asked, { "snapshot-or-file": "old" });
    } catch (error) {
      if (left === 0 || !isDataEngineerError(error) || !["locked", "lockTimeout"].includes(error.reason)) throw error;
      await sleep(2000);
    }
  }
}

describeStepwise("killed while going back to a snapshot without transactional DDL", (engine) => {
  test("the same rollback run again after SIGKILL at every step: nothing is lost, nothing is there twice", { timeout: 900_000 }, async () => {
    const whole = await goneBack(engine, -1);
    expect(whole.end).toMatchObject({ code: 0, errors: "" });
    const { steps, status } = JSON.parse(whole.end.output) as { steps: number; status: string };
    expect(status).toBe("passed");
    const expected = await state(engine, whole.rig);
    const rows = async (table: string, columns: readonly string[]): Promise<string[]> => (await whole.rig.rows(engine.words.select(table, columns))).map((row) => row.join(" "));
    expect(await rows("orders", ["id", "total", "note"])).toEqual(["1 10 a", "2 20 ", "3 30 "]);
    expect(await rows("tags", ["id", "word"])).toEqual(["1 red", "2 blue"]);
    const database = { engine: engine.dialect, database: whole.rig.session.facts.database };
    expect(await cutOff(whole.rig.files, database)).toBeNull();
    let marked = 0;
    const resumed = async (killAt: number): Promise<void> => {
      const { rig, end } = await goneBack(engine, killAt);
      expect(end, `step ${killAt}`).toMatchObject({ signal: "SIGKILL" });
      const target = { engine: engine.dialect, database: rig.session.facts.database };
      if ((await cutOff(rig.files, target)) !== null) marked += 1;
      expect(await again(rig), `step ${killAt}`).toMatchObject({ status: "passed", data: { verified: true } });
      expect(await state(engine, rig), `step ${killAt}`).toEqual(expected);
      expect(await cutOff(rig.files, target), `step ${killAt}`).toBeNull();
    };
    const together = 4;
    for (let from = 0; from < steps; from += together) await Promise.all(Array.from({ length: Math.min(together, steps - from) }, (_, at) => resumed(from + at)));
    expect(marked).toBeGreaterThan(2);
  });
});
