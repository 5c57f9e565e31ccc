import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/core/report/report.ts";
import { cliReport, workspace } from "./cli.ts";

const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("SELECT 1;", "utf16le")]);
const folder = await workspace({
  "app.db": "",
  "text.db": "This is no database.\n".repeat(100),
  "empty.sql": "",
  "blank.sql": " \n\t\n",
  "comment.sql": "-- nothing yet\n",
  "binary.sql": Buffer.from([0x53, 0x00, 0xff, 0x01]),
  "utf16.sql": utf16,
  "latin1.sql": Buffer.from("SELECT 'caf\xe9';", "latin1"),
  "syntax.sql": "CREATE TABLE t (\n  id integer,\n  name text,,\n  more text\n);\n",
  "template.sql": "CREATE TABLE t (id int);\nCREATE TABLE {{ schema }}.u (id int);\n",
  "dollar.sql": "CREATE TABLE ${SCHEMA}.u (id int);\n",
  "nothing/readme.md": "no migrations here\n",
  "migrations/001_a.up.sql": "CREATE TABLE a (id integer primary key);\n",
  "migrations/001_a.down.sql": "DROP TABLE a;\n",
});
const db = ["--url", "sqlite:app.db", "--cwd", folder] as const;

/** What a report says to do next. */
function next(report: Report): string {
  return (report.data["error"] as { readonly next?: string } | undefined)?.next ?? "";
}

describe.concurrent("a script that cannot serve", () => {
  it.each([
    ["missing.sql", "missing", /Check the path/],
    ["empty.sql", "empty", /at least one statement/],
    ["blank.sql", "empty", /at least one statement/],
    ["comment.sql", "empty", /at least one statement/],
    ["binary.sql", "binary", /Name a text file/],
    ["utf16.sql", "encoding", /UTF-8/],
    ["latin1.sql", "encoding", /UTF-8/],
    ["template.sql", "template", /Fill the template in first/],
    ["dollar.sql", "template", /Fill the template in first/],
    ["migrations", "isDirectory", /apply-migration/],
  ])("%s: %s, with what to do", async (file, reason, advice) => {
    const { code, report } = await cliReport(["run-sql", file, ...db]);
    expect(code).toBe(1);
    expect(report.data["error"]).toMatchObject({ kind: "file", reason, file, next: expect.stringMatching(advice) as string });
    expect(report.findings[0]).toMatchObject({ rule: `file/${reason}`, severity: "error", file });
  });

  it("says line and column of a syntax error, and what to do", async () => {
    const [ran, tried, applied] = await Promise.all([cliReport(["run-sql", "syntax.sql", ...db]), cliReport(["dry-run", "syntax.sql", ...db]), cliReport(["apply-migration", "syntax.sql", ...db])]);
    const at = { file: "syntax.sql", severity: "error", range: { start: { line: 2, character: 12 } } };
    expect(ran).toMatchObject({ code: 1, report: { summary: expect.stringContaining("line 3, character 13") as string, findings: [{ ...at, rule: "statement/syntax" }] } });
    expect(next(ran.report)).toMatch(/correct the SQL at this place/);
    expect(tried).toMatchObject({ code: 1, report: { findings: [{ ...at, rule: "dry-run/statement-failed" }], data: { migrations: [{ statements: [{ status: "failed", error: { line: 2, character: 12 } }] }] } } });
    expect(applied).toMatchObject({ code: 1, report: { summary: expect.stringContaining("Correct them") as string, findings: [{ ...at, rule: "apply/syntax" }] } });
  });

  it("says the line of a template's placeholder", async () => {
    const { report } = await cliReport(["run-sql", "template.sql", ...db]);
    expect(report.findings[0]).toMatchObject({ range: { start: { line: 1, character: 13 } } });
  });

  it.each(["dry-run", "apply-migration", "verify-order"])("%s says what a folder without migrations, a missing path, UTF-16 and a template are", async (command) => {
    const paths = { nothing: ["noMigrations", /Name a folder/], "nowhere/x.sql": ["missing", /Check the path/], "utf16.sql": ["encoding", /UTF-8/], "dollar.sql": ["template", /Fill the template in/] } as const;
    await Promise.all(Object.entries(paths).map(async ([file, [reason, advice]]) => {
      const { code, report } = await cliReport([command, file, ...db]);
      expect(code, file).toBe(1);
      expect(report.data["error"], file).toMatchObject({ kind: "file", reason, file, next: expect.stringMatching(advice) as string });
    }));
  });
});

describe.concurrent("a connection that cannot be had", () => {
  it.each([
    ["sqlite:missing.db", "unknownDatabase", /Check the path/],
    ["sqlite:text.db", "notADatabase", /Check the path/],
    ["postgres://app:hunter2pw@127.0.0.1:1/shop", "unreachable", /Start the server, or correct host and port/],
    ["postgres://app:hunter2pw@no-such-host.invalid/shop", "unreachable", /Check the spelling of the host/],
  ])("%s: %s, exit code 4", async (url, reason, advice) => {
    const { code, report, stderr } = await cliReport(["smoke-test", "--url", url, "--cwd", folder]);
    expect(code).toBe(4);
    expect(report).toMatchObject({ status: "failed", data: { error: { kind: "connection", reason, next: expect.stringMatching(advice) as string } } });
    expect(JSON.stringify(report) + stderr).not.toContain("hunter2pw");
  });

  it.each([
    ["oracle://localhost/x", 2, "badUrl", /sqlite:.*postgres/],
    ["nowhere", 2, "unknownConnection", /sqlite:data\/app\.db, .*postgres:/],
  ])("%s: exit code %i, %s", async (url, exitCode, reason, advice) => {
    const { code, report } = await cliReport(["env-check", "--url", url, "--cwd", folder]);
    expect(code).toBe(exitCode);
    expect(report.data["error"]).toMatchObject({ reason });
    expect(next(report)).toMatch(advice);
  });
});

describe.concurrent("a snapshot that cannot serve", () => {
  it("is not known", async () => {
    const { code, report } = await cliReport(["rollback", "no-such-snapshot", ...db]);
    expect(code).toBe(1);
    expect(report.data["error"]).toMatchObject({ kind: "snapshot", reason: "unknown", next: expect.stringMatching(/\w/) as string });
  });

  it("was changed after it was taken", async () => {
    const taken = await cliReport(["snapshot", "changed", ...db]);
    const schema = path.join(folder, String(taken.report.data["path"]), "schema.sql");
    await writeFile(schema, `${await readFile(schema, "utf8")}-- a word more\n`);
    const { code, report } = await cliReport(["rollback", "changed", ...db, "--yes", "--allow-destructive"]);
    expect(code).toBe(1);
    expect(report.summary).toContain("schema.sql does not have its checksum");
    expect(report.data["error"]).toMatchObject({ kind: "snapshot", reason: "checksum", next: expect.stringMatching(/Use another snapshot/) as string });
  });
});
