import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { isDataEngineerError } from "../../../src/core/errors.ts";
import type { ApplyEnd } from "../../../src/core/migration/apply.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { open, type Rig } from "../apply/rig.ts";
import { migrationFiles } from "../apply/scripts.ts";
import { applyAll } from "../apply/workspace.ts";
import { describeStepwise } from "../engines.ts";
import type { EngineFixture } from "../fixture/fixture.ts";
import { drive, type DriverEnd } from "./drive.ts";

/** Everything that must be the same whether or not an apply was interrupted. */
async function state(engine: EngineFixture, session: Session): Promise<unknown> {
  const catalog = await session.catalog();
  const tables = catalog.tables.map((table) => table.name).sort();
  const rows: unknown[] = [];
  for (const table of tables) rows.push((await session.run(engine.words.selectAll(table))).rows);
  const history = (await session.migrations.history.read()).map(({ version, outcome, statementsDone }) => ({ version, outcome, statementsDone }));
  return { schema: fingerprint(catalog), tables, rows, history };
}

function base({ words }: EngineFixture): string[] {
  return [words.createTable("orders", { id: "integer", total: "integer", note: "text" }), words.insert("orders", [{ id: 1, total: 10, note: "a" }, { id: 2, total: 20, note: "b" }])];
}

function more({ words }: EngineFixture): string[] {
  return [
    words.createTable("log", { id: "integer", line: "text" }),
    words.insert("log", [{ id: 1, line: "once" }]),
    words.update("orders", { total: 11 }, 1),
    words.addColumn("orders", "paid", "integer"),
    words.update("orders", { paid: 1 }),
    words.dropColumn("orders", "note"),
    words.createTable("late", { id: "integer" }),
    words.dropTable("log"),
  ];
}

/** The first migration applied, the second in a process that kills itself at a step. */
async function applied(engine: EngineFixture, killAt: number): Promise<{ readonly rig: Rig; readonly end: DriverEnd }> {
  const rig = await open(engine, migrationFiles(engine, "001_base", base(engine)));
  expect((await applyAll(rig.files, rig.session)).error).toBeUndefined();
  for (const [file, text] of Object.entries(migrationFiles(engine, "002_more", more(engine)))) await rig.files.writeText(file, text);
  const end = await drive({ dialect: engine.dialect, url: rig.database.url, cwd: rig.database.cwd, workspace: rig.files.root, killAt });
  return { rig, end };
}

async function resumes(engine: EngineFixture, killAt: number, expected: unknown): Promise<void> {
  const { rig, end } = await applied(engine, killAt);
  expect(end, `step ${killAt}`).toMatchObject({ signal: "SIGKILL" });
  expect((await finished(rig)).error, `step ${killAt}`).toBeUndefined();
  expect(await state(engine, rig.session), `step ${killAt}`).toEqual(expected);
}

/** The transaction of a killed process may hold its rows until the server ends it (MongoDB: after a minute); whoever comes meanwhile is told to come again. */
async function finished(rig: Rig): Promise<ApplyEnd> {
  for (let left = 40; ; left -= 1) {
    const end = await applyAll(rig.files, rig.session, { resume: "finish", lockWaitMs: 90_000 }).catch((error: unknown) => ({ error }) as ApplyEnd);
    if (left === 0 || !isDataEngineerError(end.error) || end.error.reason !== "lockTimeout") return end;
    await sleep(2000);
  }
}

describeStepwise("killed while applying without transactional DDL", (engine) => {
  test("resumed after SIGKILL at every step, nothing is lost and nothing done twice", { timeout: 900_000 }, async () => {
    const whole = await applied(engine, -1);
    expect(whole.end).toMatchObject({ code: 0, errors: "" });
    const { steps } = JSON.parse(whole.end.output) as { steps: number };
    expect(steps).toBeGreaterThan(more(engine).length);
    const expected = await state(engine, whole.rig.session);
    const together = 4;
    const kills = Array.from({ length: steps }, (_, killAt) => killAt);
    for (let from = 0; from < steps; from += together) await Promise.all(kills.slice(from, from + together).map((killAt) => resumes(engine, killAt, expected)));
  });
});
