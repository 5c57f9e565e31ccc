import Database from "better-sqlite3";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { cli, cliReport, workspace } from "./cli.ts";

const hostile = `<img src=x onerror=alert(1)>\u001b[31m`;

async function project(): Promise<string> {
  const folder = await workspace({ "app.db": "" });
  const database = new Database(path.join(folder, "app.db"));
  database.exec(`PRAGMA foreign_keys = OFF; CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id));
    CREATE TABLE "${hostile}" (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id)); INSERT INTO orders VALUES (1, 7)`);
  database.close();
  return folder;
}

const audit = (folder: string, ...words: readonly string[]) => cliReport(["security-audit", ...words, "--url", "sqlite:app.db", "--cwd", folder]);

describe.concurrent("security-audit", () => {
  it("fails for an error, offers what it proved, and passes once the error is accepted; the decision stands in the workspace", async () => {
    const folder = await project();
    const first = await audit(folder, "schema");
    expect(first.code).toBe(1);
    const orphans = first.report.findings.find((finding) => finding.severity === "error");
    expect(orphans).toMatchObject({ rule: "schema/orphans", key: expect.stringMatching(/^schema\/orphans orders/) as string });
    expect(first.report.findings.find((finding) => finding.key?.startsWith("schema/foreign-key-without-index orders"))?.fix).toEqual({ title: expect.any(String) as string, sql: "CREATE INDEX orders_customer_id_idx ON orders (customer_id);", proven: true });
    const dismissed = await audit(folder, "schema", "--dismiss", orphans!.key!, "--reason", "cleaned up nightly", "--until", "2999-12-31");
    expect(dismissed).toMatchObject({ code: 0, report: { status: "passed", files: [".data-engineer/audit/decisions.json"] } });
    expect((await audit(folder, "schema")).code).toBe(0);
    expect(JSON.parse(await readFile(path.join(folder, ".data-engineer/audit/decisions.json"), "utf8"))).toMatchObject({ dismissed: [{ reason: "cleaned up nightly", until: "2999-12-31" }] });
    const sarif = JSON.parse((await cli(["security-audit", "schema", "--url", "sqlite:app.db", "--cwd", folder, "--format", "sarif"])).stdout) as { runs: { results: { suppressions?: unknown[] }[] }[] };
    expect(sarif.runs[0]!.results.filter((result) => result.suppressions !== undefined)).toHaveLength(1);
  });

  it("takes what is there as known from a baseline on", async () => {
    const folder = await project();
    expect((await audit(folder, "full", "--baseline")).code).toBe(0);
    expect((await audit(folder, "full")).code).toBe(0);
  });

  it("reads alone in explore mode, and refuses to try there", async () => {
    const folder = await project();
    const read = await audit(folder, "full", "--mode", "explore");
    expect(read.report.data["witness"]).toMatchObject({ run: false, why: "explore mode only reads" });
    expect(read.report.findings.filter((finding) => finding.fix !== undefined)).toEqual([]);
    expect(await audit(folder, "full", "--mode", "explore", "--witness")).toMatchObject({ code: 3, report: { status: "refused", data: { error: { reason: "exploreMode" } } } });
  });

  it.each([
    [["everything"], "It is one of rls, schema, full."],
    [[], "security-audit <rls|schema|full>"],
    [["full", "--dismiss", "schema/orphans order"], "--reason"],
    [["full", "--dismiss", "schema/orphans order", "--reason", "x"], 'Did you mean "schema/orphans orders'],
    [["full", "--dismiss", "a", "--reason", "x", "--until", "2026-02-30"], "2027-06-30"],
    [["full", "--witness", "--no-witness"], "Give one of them"],
  ])("says what is wrong with %j", async (words, next) => {
    const { code, report } = await audit(await project(), ...words);
    expect(code).toBe(2);
    expect((report.data["error"] as { next: string }).next).toContain(next);
  });

  it("shows names of the database as text in every format", async () => {
    const folder = await project();
    for (const format of ["text", "markdown", "json", "sarif"]) {
      const { stdout } = await cli(["security-audit", "schema", "--url", "sqlite:app.db", "--cwd", folder, "--format", format]);
      expect(stdout, format).toContain("onerror");
      expect(stdout, format).not.toContain("\u001b[31m");
      if (format === "markdown") expect(stdout.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, "")).not.toContain("<img");
    }
  });
});
