import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "../engine/engines.ts";
import type { FreshDatabase } from "../engine/fixture/fixture.ts";
import { asAdmin } from "../engine/fixture/postgresql.ts";
import { cliReport, workspace } from "./cli.ts";

const folder = await workspace({
  "app.db": "",
  "migrations/001_a.up.sql": "CREATE TABLE a (id integer);\n",
  "migrations/001_a.down.sql": "DROP TABLE a;\n",
  "newer.sql": "CREATE TABLE newer (\n  a integer,\n  b integer GENERATED ALWAYS AS (a * 2) VIRTUAL\n);\n",
});

it("counts each statement of a dry-run once on stderr", async () => {
  const { stderr } = await cliReport(["dry-run", "migrations", "--url", "sqlite:app.db", "--cwd", folder]);
  expect(stderr.split("\n").filter((line) => line.startsWith("001"))).toEqual(["001 up: CREATE TABLE (1 of 2)", "001 down: DROP TABLE (2 of 2)"]);
});

describe.concurrent.each(engines.filter(({ dialect }) => dialect === "postgresql"))("$name", (engine) => {
  let database: FreshDatabase;
  const run = (words: readonly string[], url = database.url) => cliReport([...words, "--url", url, "--cwd", folder]);

  beforeAll(async () => {
    database = await engine.freshDatabase();
    await asAdmin(database.url, "CREATE TABLE items (id integer)");
  });
  afterAll(() => database.drop());

  it("says of SQL that is newer than the server that the server is too old; a server that knows it runs it", async () => {
    const knows = Number((await run(["env-check"])).report.target?.version.split(".")[0]) >= 18;
    const returning = "UPDATE items SET id = 2 WHERE id = 1 RETURNING old.id";
    const tried = await run(["dry-run", "newer.sql"]);
    const [column, row] = await Promise.all([run(["run-sql", "newer.sql", "--yes"]), run(["run-sql", returning, "--yes"])]);
    if (knows) {
      expect([column.code, row.code, tried.code]).toEqual([0, 0, 0]);
      return;
    }
    for (const [{ code, report }, start] of [[column, { line: 2, character: "  b integer GENERATED ALWAYS AS (a * 2) ".length }], [row, { line: 0, character: returning.indexOf("old") }]] as const) {
      expect(code).toBe(1);
      expect(report.summary).toMatch(/PostgreSQL \d+ does not know this syntax/);
      expect(report.data["error"]).toMatchObject({ kind: "statement", reason: "versionTooOld", next: expect.stringContaining("upgrade the server") as string });
      expect(report.findings[0]).toMatchObject({ rule: "statement/versionTooOld", range: { start } });
    }
    expect(tried).toMatchObject({ code: 1, report: { findings: [{ message: expect.stringMatching(/PostgreSQL \d+ does not know this syntax/) as string }] } });
  });
});

describe.each(engines.filter(({ dialect }) => dialect === "mysql" || dialect === "mariadb"))("$name", (engine) => {
  it("refuses a URL without a database, and says how one is written", async () => {
    const database = await engine.freshDatabase();
    try {
      const { code, report } = await cliReport(["smoke-test", "--url", Object.assign(new URL(database.url), { pathname: "/" }).href, "--cwd", folder]);
      expect(report.data["error"]).toMatchObject({ kind: "usage", reason: "badUrl", next: "Write its name behind the host and a slash, as in mysql://user@host:3306/database." });
      expect(code).toBe(2);
    } finally {
      await database.drop();
    }
  });
});
