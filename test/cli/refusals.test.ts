import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEveryEngine } from "../engine/engines.ts";
import type { FreshDatabase } from "../engine/fixture/fixture.ts";
import { cliReport, workspace } from "./cli.ts";

describeEveryEngine("what is refused without the right flag", (engine) => {
  const { words } = engine;
  let database: FreshDatabase;
  let folder: string;
  const run = (args: readonly string[]) => cliReport([...args, "--url", database.url.replace(/^sqlite:/, `sqlite:${database.cwd}/`), "--cwd", folder]);
  const insert = words.insert("first", [{ id: 3 }]);
  const drop = words.dropTable("first");

  beforeAll(async () => {
    folder = await workspace({ [`migrations/001_more.up${words.ending}`]: words.script([words.createTable("more", { id: "integer" })]), [`migrations/001_more.down${words.ending}`]: words.script([words.dropTable("more")]) });
    database = await engine.freshDatabase();
    const made = await run(["run-sql", words.script(["first", "second", "third"].flatMap((name) => [words.createTable(name, { id: "integer" }), words.insert(name, [{ id: 1 }, { id: 2 }])])), "--yes"]);
    expect(made.code, made.report.summary).toBe(0);
  });
  afterAll(() => database.drop());

  const refusals: readonly (readonly [reason: string, args: readonly string[], advice: RegExp])[] = [
    ["exploreMode", ["run-sql", insert, "--mode", "explore", "--yes", "--allow-destructive"], /Leave explore mode/],
    ["exploreMode", ["apply-migration", "migrations", "--mode", "explore", "--yes"], /Leave explore mode/],
    ["needsConfirmation", ["run-sql", insert], /^Add --yes /],
    ["needsConfirmation", ["run-sql", insert, "--mode", "auto", "--role", "production"], /^Add --yes /],
    ["needsConfirmation", ["apply-migration", "migrations"], /^Add --yes /],
    ["needsAllowDestructive", ["run-sql", drop], /^Add --yes --allow-destructive /],
    ["needsAllowDestructive", ["run-sql", words.remove("first"), "--yes"], /^Add --allow-destructive /],
    ["needsAllowDestructive", ["run-sql", drop, "--allow-destructive"], /^Add --yes /],
    ["needsAllowDestructive", ["run-sql", drop, "--mode", "auto", "--yes"], /^Add --allow-destructive /],
    ["needsAllowDestructive", ["run-sql", drop, "--mode", "auto", "--role", "production", "--allow-destructive"], /^Add --yes /],
  ];

  it("is answered with 3 and the flag that is wanting, and changes nothing", async () => {
    await Promise.all(refusals.map(async ([reason, args, advice]) => {
      const { code, report } = await run(args);
      expect(report, args.join(" ")).toMatchObject({ status: "refused", data: { error: { kind: "refused", reason, next: expect.stringMatching(advice) as string } } });
      expect(code, args.join(" ")).toBe(3);
    }));
    const { report } = await run(["run-sql", words.select("first", ["id"])]);
    expect(report.evidence).toMatchObject([{ kind: "table", columns: [words.column("id")], rows: [[1], [2]] }]);
  });

  it.each([
    ["second", ["--mode", "auto", "--allow-destructive"]],
    ["third", ["--role", "production", "--yes", "--allow-destructive"]],
  ])("drops %s with %j, its rows kept in a snapshot", async (table, flags) => {
    const { code, report } = await run(["run-sql", words.dropTable(table), ...flags]);
    expect(report).toMatchObject({ status: "passed", data: { committed: true, snapshot: expect.stringMatching(/^\d{8}T/) as string } });
    expect(code).toBe(0);
  });
});
