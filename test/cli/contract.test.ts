import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/agent/commands.ts";
import { cli, cliReport, entry, workspace } from "./cli.ts";

const folder = await workspace({ "app.db": "", "bad/.data-engineer/settings.json": "{ nope", "good/.vscode/settings.json": '{\n  // a comment\n  "dataEngineer.connections": [{ "name": "local", "role": "production", "engine": "sqlite", "path": "shop.db" }],\n}', "good/shop.db": "" });
const db = "sqlite:app.db";

describe.concurrent("what needs no command", () => {
  it("prints the version", async () => {
    expect(await cli(["--version"])).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string, stderr: "" });
  });

  it("lists every command in its help", async () => {
    for (const args of [[], ["--help"], ["-h"]]) {
      const { code, stdout } = await cli(args);
      expect(code).toBe(0);
      for (const { name } of commands) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    }
  });

  it("explains one command", async () => {
    const { code, stdout } = await cli(["apply-migration", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("--to VERSION");
    expect(stdout).toContain("--allow-destructive");
  });

  it("takes the name with its asterisk", async () => {
    expect((await cliReport(["*help"])).report).toMatchObject({ command: "help", status: "passed" });
  });
});

describe.concurrent("usage errors", () => {
  it.each([
    [["drn-run", "x"], "unknownCommand", "Did you mean dry-run?"],
    [["dry-run"], "missingArgument", "dry-run <path>"],
    [["dry-run", "x", "--nope"], "badArgument", "It knows --to, --all"],
    [["dry-run", "x", "--al"], "badArgument", "Did you mean --all?"],
    [["run-sql", "select 1", "--page", "x"], "badArgument", "[--page N] [--page-size N]"],
    [["run-sql", "select 1", "--page-size", "0"], "badArgument", "[--page N] [--page-size N]"],
    [["apply-migration", "x", "--resume", "later"], "badArgument", "It is one of finish, undo, leave."],
    [["help", "--mode", "aks"], "badArgument", "Did you mean ask? It is one of ask, auto, explore."],
    [["help", "--role", "prod"], "badArgument", "It is one of development, staging, production."],
    [["help", "--dialect", "oracle"], "badArgument", "It is one of postgresql, mysql, mariadb, sqlite, mongodb."],
    [["help", "--url"], "missingArgument", "--url URL"],
    [["run-sql", "select 1"], "noConnection", "--url"],
    [["help", "--cwd", "/no/such/folder"], "badArgument", "--cwd"],
    [["--yes"], "missingArgument", "--help"],
  ])("%j is answered in the asked format, with 2", async (args, reason, next) => {
    const { code, report } = await cliReport(args);
    expect(code).toBe(2);
    expect(report).toMatchObject({ status: "failed", data: { error: { kind: "usage", reason } } });
    expect((report.data["error"] as { next: string }).next).toContain(next);
  });

  it("lists the formats where one is asked for that there is not", async () => {
    const { code, stdout } = await cli(["help", "--format", "xml"]);
    expect(code).toBe(2);
    expect(stdout).toContain("text, json, markdown, sarif");
  });
});

describe.concurrent("reports", () => {
  it("come in every format, alone on stdout", async () => {
    expect((await cli(["run-sql", "select 1 as one", "--url", db], { cwd: folder })).stdout).toMatch(/^✔ run-sql passed: 1 row\./);
    expect((await cli(["run-sql", "select 1 as one", "--url", db, "--format=markdown"], { cwd: folder })).stdout).toMatch(/^# ✔ run-sql passed\n/);
    const sarif = JSON.parse((await cli(["run-sql", "selec 1", "--url", db, "--format", "sarif"], { cwd: folder })).stdout) as { version: string; runs: { results: { ruleId: string }[] }[] };
    expect(sarif.version).toBe("2.1.0");
    expect(sarif.runs[0]?.results[0]?.ruleId).toBe("statement/syntax");
  });

  it("hold what the contract says", async () => {
    const { code, report } = await cliReport(["run-sql", "select 1 as one", "--url", db], { cwd: folder });
    expect(code).toBe(0);
    expect(report).toEqual({
      command: "run-sql",
      status: "passed",
      summary: "1 row.",
      target: { engine: "sqlite", version: expect.stringMatching(/^3\.\d+/) as string, database: expect.stringContaining("app.db") as string, role: "development" },
      findings: [],
      evidence: [{ kind: "table", title: "Rows", columns: ["one"], rows: [[1]] }],
      data: { statements: [expect.objectContaining({ sql: "select 1 as one", rows: [[1]], rowCount: 1, more: false }) as object], committed: false },
      files: [],
      durationMs: expect.any(Number) as number,
    });
  });

  it("show no stack unless DEBUG asks for it", async () => {
    const args = ["run-sql", "select * from nowhere", "--url", db];
    expect((await cli(args, { cwd: folder })).stderr).not.toMatch(/\n\s+at /);
    expect((await cli(["dry-run", "nowhere", "--url", db], { cwd: folder, env: { DEBUG: "1" } })).stderr).toMatch(/\n\s+at /);
  });

  it("survive a reader that goes away", async () => {
    const child = spawn("sh", ["-c", `"$0" "$@" | true; wait`, process.execPath, entry, "help", "--format", "json"], { stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    await new Promise((resolve) => child.on("close", resolve));
    expect(stderr).toBe("");
  });
});

describe.concurrent("where the connection comes from", () => {
  it("is DATABASE_URL, unless --url says otherwise", async () => {
    const env = { DATABASE_URL: "sqlite:missing.db" };
    expect((await cliReport(["run-sql", "select 1"], { cwd: folder, env })).code).toBe(4);
    expect((await cliReport(["run-sql", "select 1", "--url", db], { cwd: folder, env })).code).toBe(0);
  });

  it("is the settings' only connection, with its role", async () => {
    const { report } = await cliReport(["run-sql", "select 1", "--cwd", "good"], { cwd: folder });
    expect(report).toMatchObject({ status: "passed", target: { role: "production" } });
  });

  it("may be a name of the settings", async () => {
    expect((await cliReport(["run-sql", "select 1", "--cwd", "good", "--url", "local"], { cwd: folder })).code).toBe(0);
    const { code, report } = await cliReport(["run-sql", "select 1", "--cwd", "good", "--url", "loca1"], { cwd: folder });
    expect(code).toBe(2);
    expect(report.data["error"]).toMatchObject({ reason: "unknownConnection", next: "Did you mean local?" });
  });

  it("says which settings file is broken", async () => {
    const { code, report } = await cliReport(["run-sql", "select 1", "--cwd", "bad"], { cwd: folder });
    expect(code).toBe(1);
    expect(report.data["error"]).toMatchObject({ kind: "file", file: ".data-engineer/settings.json" });
  });

  it("never shows a value that is no URL", async () => {
    const secret = "hunter2-and-more";
    const hidden = [[["--url", `postgres//app:${secret}@h/db`], {}], [[], { DATABASE_URL: `host=h pass=${secret}` }], [["--url", `mysql://app:${secret}@h/db`], {}], [["--url", `bogus://app:${secret}@h/db`], {}]] as const;
    const asking = [["run-sql", "select 1"], ["env-check"]];
    await Promise.all(hidden.flatMap(([args, env]) => asking.map(async (command) => {
      const { stdout, stderr } = await cli([...command, ...args], { cwd: folder, env });
      expect(stdout + stderr).not.toContain(secret);
    })));
  });
});
