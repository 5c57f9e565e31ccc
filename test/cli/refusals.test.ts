import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEngines } from "../engine/engines.ts";
import type { FreshDatabase } from "../engine/fixture/fixture.ts";
import { cliReport, workspace } from "./cli.ts";

const folder = await workspace({ "migrations/001_more.up.sql": "CREATE TABLE more (id integer);\n", "migrations/001_more.down.sql": "DROP TABLE more;\n" });

describeEngines("what is refused without the right flag", (engine) => {
  let database: FreshDatabase;
  const run = (words: readonly string[]) => cliReport([...words, "--url", database.url.replace(/^sqlite:/, `sqlite:${database.cwd}/`), "--cwd", folder]);

  beforeAll(async () => {
    database = await engine.freshDatabase();
    const made = await run(["run-sql", ["first", "second", "third"].map((name) => `CREATE TABLE ${name} (id integer); INSERT INTO ${name} VALUES (1), (2);`).join(" "), "--yes"]);
    expect(made.code).toBe(0);
  });
  afterAll(() => database.drop());

  const refusals: readonly (readonly [reason: string, words: readonly string[], advice: RegExp])[] = [
    ["exploreMode", ["run-sql", "INSERT INTO first VALUES (3)", "--mode", "explore", "--yes", "--allow-destructive"], /Leave explore mode/],
    ["exploreMode", ["apply-migration", "migrations", "--mode", "explore", "--yes"], /Leave explore mode/],
    ["needsConfirmation", ["run-sql", "INSERT INTO first VALUES (3)"], /^Add --yes /],
    ["needsConfirmation", ["run-sql", "INSERT INTO first VALUES (3)", "--mode", "auto", "--role", "production"], /^Add --yes /],
    ["needsConfirmation", ["apply-migration", "migrations"], /^Add --yes /],
    ["needsAllowDestructive", ["run-sql", "DROP TABLE first"], /^Add --yes --allow-destructive /],
    ["needsAllowDestructive", ["run-sql", "DELETE FROM first", "--yes"], /^Add --allow-destructive /],
    ["needsAllowDestructive", ["run-sql", "DROP TABLE first", "--allow-destructive"], /^Add --yes /],
    ["needsAllowDestructive", ["run-sql", "DROP TABLE first", "--mode", "auto", "--yes"], /^Add --allow-destructive /],
    ["needsAllowDestructive", ["run-sql", "DROP TABLE first", "--mode", "auto", "--role", "production", "--allow-destructive"], /^Add --yes /],
  ];

  it("is answered with 3 and the flag that is wanting, and changes nothing", async () => {
    await Promise.all(refusals.map(async ([reason, words, advice]) => {
      const { code, report } = await run(words);
      expect(report, words.join(" ")).toMatchObject({ status: "refused", data: { error: { kind: "refused", reason, next: expect.stringMatching(advice) as string } } });
      expect(code, words.join(" ")).toBe(3);
    }));
    const { report } = await run(["run-sql", "SELECT count(*) AS n FROM first"]);
    expect(report.evidence).toMatchObject([{ kind: "table", columns: ["n"], rows: [[expect.toSatisfy((n) => Number(n) === 2)]] }]);
  });

  it.each([
    ["second", ["--mode", "auto", "--allow-destructive"]],
    ["third", ["--role", "production", "--yes", "--allow-destructive"]],
  ])("drops %s with %j, its rows kept in a snapshot", async (table, flags) => {
    const { code, report } = await run(["run-sql", `DROP TABLE ${table}`, ...flags]);
    expect(report).toMatchObject({ status: "passed", data: { committed: true, snapshot: expect.stringMatching(/^\d{8}T/) as string } });
    expect(code).toBe(0);
  });
});
