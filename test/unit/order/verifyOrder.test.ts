import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { verifyOrder } from "../../../src/commands/migration/verifyOrder.ts";
import type { CommandContext } from "../../../src/commands/context.ts";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import type { ReportBody } from "../../../src/core/report/report.ts";
import { loadEngine } from "../../../src/engines/load.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function run(engine: "postgresql" | "sqlite", files: Readonly<Record<string, string>>, given: string): Promise<ReportBody> {
  const cwd = mkdtempSync(path.join(tmpdir(), "order-"));
  folders.push(cwd);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true });
    writeFileSync(path.join(cwd, file), text);
  }
  const context: CommandContext = {
    cwd, files: new WorkspaceFiles(cwd), mode: "explore", role: "development", dialect: engine, signal: new AbortController().signal,
    settings: { migrationFolders: [], timeouts: { connect: 0, lock: 0, statement: 0, idleInTransaction: 0 }, largeTableRows: 0 },
    language: async () => ({ engine: await loadEngine(engine) }), session: () => Promise.reject(new Error("verify-order asks no server.")), confirm: () => Promise.resolve(),
    ask: () => Promise.resolve(undefined),
    progress: () => undefined, log: () => undefined, redact: (text) => text, now: () => new Date(0), environment: { variables: {}, nodeVersion: "", nodeApi: 0 },
  };
  return verifyOrder(context, { args: { path: given }, flags: {} });
}

const brief = (report: ReportBody): string[] => (report.findings ?? []).map(({ rule, severity, object, file }) => `${severity} ${rule} ${object} ${file}`);

const users = { "m/001_users.up.sql": "CREATE TABLE users (id integer PRIMARY KEY);", "m/001_users.down.sql": "DROP TABLE users;" };
const notes = { "m/002_notes.up.sql": "CREATE TABLE notes (id integer PRIMARY KEY, user_id integer REFERENCES users (id));\nCREATE INDEX notes_user ON notes (user_id);", "m/002_notes.down.sql": "DROP INDEX notes_user;\nDROP TABLE notes;" };

describe.each(["postgresql", "sqlite"] as const)("verify-order of %s", (engine) => {
  it("says which file is missing", async () => {
    await expect(run(engine, {}, "m/001.up.sql")).rejects.toMatchObject({ kind: "file", reason: "missing", message: "There is no file m/001.up.sql." });
  });

  it("refuses a folder without scripts", async () => {
    await expect(run(engine, { "m/README.md": "Nothing yet." }, "m")).rejects.toMatchObject({ kind: "file", reason: "noMigrations" });
  });

  it("refuses a template, and names its line", async () => {
    await expect(run(engine, { "m/001_a.up.sql": "SELECT 1;\nCREATE TABLE {{ name }} (id integer);" }, "m")).rejects.toMatchObject({ kind: "file", reason: "template", message: expect.stringContaining("line 2") as string });
  });

  it("takes braces in quotes and comments for text", async () => {
    expect(await run(engine, { "m/001_a.up.sql": "-- {{ note }}\nCREATE TABLE a (id integer, note text DEFAULT '{{x}} ${y}');" }, "m")).toMatchObject({ status: "passed" });
  });

  it("refuses what is no UTF-8, and reads a byte order mark over", async () => {
    await expect(run(engine, { "m/001_a.up.sql": "SELECT 1;\0" }, "m")).rejects.toMatchObject({ reason: "binary" });
    expect(await run(engine, { "m/001_a.up.sql": "\uFEFFCREATE TABLE a (id integer, note text DEFAULT '\uFFFD');" }, "m")).toMatchObject({ status: "passed", findings: [] });
  });

  it("passes a folder in order, and finds the file that comes too early", async () => {
    expect(await run(engine, { ...users, ...notes }, "m")).toMatchObject({ status: "passed", findings: [], data: { files: ["m/001_users.up.sql", "m/002_notes.up.sql"] } });
    const swapped = await run(engine, { "m/001_index.up.sql": "CREATE INDEX early ON users (id);", "m/002_users.up.sql": users["m/001_users.up.sql"] }, "m");
    expect(brief(swapped)).toEqual(["error order/used-before-created table users m/001_index.up.sql"]);
    expect(swapped).toMatchObject({ status: "failed", data: { order: ["m/002_users.up.sql", "m/001_index.up.sql"] } });
  });

  it("finds the one statement that does not parse among many files", async () => {
    const broken = await run(engine, { ...users, ...notes, "m/003_bad.up.sql": "CREATE TABLE ok (id integer);\nCREATE TABEL bad (id integer);" }, "m");
    expect((broken.findings ?? []).map(({ rule, file, range }) => [rule, file, range?.start.line])).toEqual([["order/syntax", "m/003_bad.up.sql", 1]]);
  });

  it("checks one migration after the ones before it", async () => {
    expect(await run(engine, { ...users, ...notes }, "m/002_notes.up.sql")).toMatchObject({ status: "passed", findings: [], data: { files: ["m/002_notes.up.sql"] } });
  });

  it("checks a down script after its own up script", async () => {
    expect(await run(engine, { ...users, ...notes }, "m/002_notes.down.sql")).toMatchObject({ status: "passed", findings: [], data: { files: ["m/002_notes.down.sql"] } });
    const twice = await run(engine, { ...users, "m/001_users.down.sql": "DROP TABLE users;\nDROP TABLE users;" }, "m/001_users.down.sql");
    expect(brief(twice)).toEqual(["error order/used-after-dropped table users m/001_users.down.sql"]);
  });
});
