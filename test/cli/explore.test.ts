import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { commands } from "../../src/agent/commands.ts";
import { fingerprint } from "../../src/core/catalog/fingerprint.ts";
import type { Session } from "../../src/engines/engine.ts";
import { loadEngine } from "../../src/engines/load.ts";
import { describeEveryEngine } from "../engine/engines.ts";
import type { FreshDatabase } from "../engine/fixture/fixture.ts";
import { ids, optionsFor, rows } from "../engine/fixture/harness.ts";
import { cliReport, workspace } from "./cli.ts";

/** Words for each argument of a command, for those that explore mode might let near a database. */
const words: Readonly<Record<string, readonly string[]>> = { path: ["migrations"], label: ["explored"], snapshot: ["before"], target: ["before"], migration: ["migrations"] };

describeEveryEngine("explore mode", (fixture) => {
  const { words: say, sql } = fixture;
  let database: FreshDatabase;
  let session: Session;
  let folder: string;
  const url = (): string => database.url.replace(/^sqlite:/, `sqlite:${database.cwd}/`);
  const run = (args: readonly string[]) => cliReport([...args, "--url", url(), "--cwd", folder]);
  const explore = (args: readonly string[]) => run([...args, "--mode", "explore", "--yes", "--allow-destructive"]);

  /** All that nobody may change: schema, rows, what the fixture adds, files beside the database. */
  async function state(): Promise<unknown> {
    return {
      schema: fingerprint(await session.catalog()),
      rows: await ids(session, say, "t"),
      history: await session.migrations.history.read(),
      rest: sql.attackState === undefined ? [] : await rows(session, sql.attackState),
      files: [...(sql.attackFiles ?? []).filter(existsSync), ...(fixture.dialect === "sqlite" ? (await readdir(database.cwd)).filter((name) => !/-(?:wal|shm|journal)$/.test(name)) : [])],
    };
  }

  beforeAll(async () => {
    database = await fixture.freshDatabase();
    const attack = say.script([say.insert("t", [{ id: 50 }]), say.createTable("stolen", { id: "integer" })]);
    folder = await workspace({ [`migrations/001_steal.up${say.ending}`]: attack, [`migrations/001_steal.down${say.ending}`]: say.script([say.dropTable("t")]) });
    session = await (await loadEngine(fixture.dialect)).connect(optionsFor(database));
    await session.run(say.createTable("t", { id: "integer", v: "integer" }));
    await session.run(say.insert("t", [{ id: 1, v: 10 }, { id: 2, v: 20 }]));
    for (const text of sql.beforeAttacks) await session.run(text);
    expect((await run(["snapshot", "before", "--yes"])).code).toBe(0);
    await session.run(say.insert("t", [{ id: 3, v: 30 }]));
  });
  afterAll(async () => {
    await session.close();
    await database.drop();
  });

  it("still reads", async () => {
    const { code, report } = await explore(["run-sql", say.select("t", ["id"])]);
    expect(code).toBe(0);
    expect(report.evidence).toMatchObject([{ kind: "table", rows: [[1], [2], [3]].map(([id]) => [expect.toSatisfy((cell) => Number(cell) === id)]) }]);
  });

  it.each(sql.gravestAttacks)("run-sql refuses %j, and nothing has changed", async (attack) => {
    const before = await state();
    const { code, report } = await explore(["run-sql", attack]);
    expect([1, 3], report.summary).toContain(code);
    expect(report.status).not.toBe("passed");
    expect(await state()).toEqual(before);
  });

  it("no command changes anything, whatever it answers", async () => {
    const before = await state();
    const built = commands.filter((entry) => entry.built && entry.name !== "run-sql" && entry.needs.includes("connection"));
    expect(built.map((entry) => entry.name)).toEqual(expect.arrayContaining(["apply-migration", "dry-run", "rollback", "snapshot", "smoke-test"]));
    const calls = built.map((entry) => [entry.name, ...entry.args.filter((argument) => argument.required || argument.name in words).flatMap((argument) => words[argument.name] ?? [argument.choices?.[0] ?? "t"])]);
    const answers = await Promise.all([...calls, ["rollback", "migrations/001_steal"], ["verify-order", "migrations"], ["env-check"]].map(async (call) => ({ call: call.join(" "), ...(await explore(call)) })));
    for (const { call, code, report } of answers) expect([0, 1, 2, 3], `${call}: ${report.summary}`).toContain(code);
    for (const { call, code } of answers) if (/^(?:apply-migration|rollback)/.test(call)) expect(code, call).not.toBe(0);
    expect(await state()).toEqual(before);
  });
});
