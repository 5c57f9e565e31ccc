import { describe, expect, it } from "vitest";
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

describe("a script that cannot serve", () => {
  it.each([
    ["missing.sql", "missing"],
    ["empty.sql", "empty"],
    ["blank.sql", "empty"],
    ["comment.sql", "empty"],
    ["binary.sql", "binary"],
    ["utf16.sql", "encoding"],
    ["latin1.sql", "encoding"],
    ["template.sql", "template"],
    ["dollar.sql", "template"],
    ["migrations", "isDirectory"],
  ])("%s: %s, with what to do", async (file, reason) => {
    const { code, report } = await cliReport(["run-sql", file, ...db]);
    expect(code).toBe(1);
    expect(report.data["error"]).toMatchObject({ kind: "file", reason, file, next: expect.stringMatching(/\w/) as string });
    expect(report.findings[0]).toMatchObject({ rule: `file/${reason}`, severity: "error", file });
  });

  it("says line and column of a syntax error", async () => {
    const { code, report } = await cliReport(["run-sql", "syntax.sql", ...db]);
    expect(code).toBe(1);
    expect(report.summary).toContain("line 3, character 13");
    expect(report.findings[0]).toMatchObject({ rule: "statement/syntax", file: "syntax.sql", range: { start: { line: 2, character: 12 } } });
  });

  it("says the line of a template's placeholder", async () => {
    const { report } = await cliReport(["run-sql", "template.sql", ...db]);
    expect(report.findings[0]).toMatchObject({ range: { start: { line: 1, character: 13 } } });
  });

  it("reads a folder without migrations as such", async () => {
    for (const command of ["dry-run", "apply-migration"]) {
      const { code, report } = await cliReport([command, "nothing", ...db]);
      expect(code, command).toBe(1);
      expect(report.data["error"], command).toMatchObject({ reason: "noMigrations", next: expect.stringMatching(/\w/) as string });
    }
  });

  it.each(["dry-run", "apply-migration", "verify-order"])("%s says of a missing path that it is missing", async (command) => {
    const { code, report } = await cliReport([command, "nowhere/x.sql", ...db]);
    expect(code).toBe(1);
    expect(report.data["error"]).toMatchObject({ kind: "file", reason: "missing" });
  });
});

describe("a connection that cannot be had", () => {
  it.each([
    ["sqlite:missing.db", "unknownDatabase"],
    ["sqlite:text.db", "notADatabase"],
    ["postgres://app:hunter2pw@127.0.0.1:1/shop", "unreachable"],
    ["postgres://app:hunter2pw@no-such-host.invalid/shop", "unreachable"],
  ])("%s: %s, exit code 4", async (url, reason) => {
    const { code, report, stderr } = await cliReport(["smoke-test", "--url", url, "--cwd", folder]);
    expect(code).toBe(4);
    expect(report).toMatchObject({ status: "failed", data: { error: { kind: "connection", reason, next: expect.stringMatching(/\w/) as string } } });
    expect(JSON.stringify(report) + stderr).not.toContain("hunter2pw");
  });

  it.each([
    ["mysql://root@localhost/x", 1, "notBuilt"],
    ["mongodb://localhost/x", 1, "notBuilt"],
    ["oracle://localhost/x", 2, "badUrl"],
    ["nowhere", 2, "unknownConnection"],
  ])("%s: exit code %i, %s", async (url, exitCode, reason) => {
    const { code, report } = await cliReport(["env-check", "--url", url, "--cwd", folder]);
    expect(code).toBe(exitCode);
    expect(report.data["error"]).toMatchObject({ reason });
  });
});

describe("a snapshot that cannot serve", () => {
  it("is not known", async () => {
    const { code, report } = await cliReport(["rollback", "no-such-snapshot", ...db]);
    expect(code).toBe(1);
    expect(report.data["error"]).toMatchObject({ kind: "snapshot", reason: "unknown", next: expect.stringMatching(/\w/) as string });
  });
});
