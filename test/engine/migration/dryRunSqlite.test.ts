import { afterEach, beforeEach, expect, test } from "vitest";
import { findProof } from "../../../src/core/migration/proofs.ts";
import { readMigrationFolder } from "../../../src/core/migration/readFolder.ts";
import type { Rig } from "./rig.ts";
import { sqliteRig } from "./rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await sqliteRig();
  await rig.seed(
    "CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL)",
    "CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE, total integer)",
    "INSERT INTO users VALUES (1, 'a@x'), (2, 'b@x')",
    "INSERT INTO orders VALUES (1, 1, 10), (2, 1, 20), (3, 2, 30)",
  );
});
afterEach(() => rig.close());

test("a migration and its down script are executed on a copy; nothing stays", async () => {
  rig.write({
    "m/001_phone.up.sql": "ALTER TABLE users ADD COLUMN phone text;\nCREATE INDEX users_phone ON users (phone);\nUPDATE users SET phone = '1';\n",
    "m/001_phone.down.sql": "DROP INDEX users_phone;\nALTER TABLE users DROP COLUMN phone;\n",
  });
  const before = await rig.state();
  const report = await rig.dryRun("m/001_phone.up.sql");
  expect(report.status).toBe("passed");
  expect(report.migrations).toMatchObject([{
    version: "001", file: "m/001_phone.up.sql", status: "passed", proof: "copy",
    statements: [{ line: 0, status: "passed" }, { line: 1, status: "passed" }, { line: 2, status: "passed", rows: 2 }],
    rollback: { script: "m/001_phone.down.sql", verified: true, differences: [] },
  }]);
  expect(report.steps.length).toBe(5);
  expect(await rig.state()).toEqual(before);
});

test("a folder: goes on after a broken down script, stops at a failing up script", async () => {
  rig.write({
    "m/001_a.up.sql": "CREATE TABLE a (id integer PRIMARY KEY);\nCREATE TABLE b (id integer);",
    "m/001_a.down.sql": "DROP TABLE a;",
    "m/002_b.up.sql": "ALTER TABLE a ADD COLUMN x text;",
    "m/002_b.down.sql": "ALTER TABLE a DROP COLUMN y;",
    "m/003_c.up.sql": "CREATE TABLE c (id integer);",
    "m/004_d.up.sql": "CREATE TABLE d (id integer);\n\nINSERT INTO d\n  VALUES (nowhere);",
    "m/005_e.up.sql": "CREATE TABLE e (id integer);",
  });
  const before = await rig.state();
  const report = await rig.dryRun("m");
  expect(report.status).toBe("failed");
  expect(report.migrations.map((one) => [one.status, one.rollback.verified, one.proof])).toEqual([["passed", false, "copy"], ["passed", false, "copy"], ["passed", null, "copy"], ["failed", null, "copy"], ["skipped", null, "none"]]);
  expect(report.migrations[0]?.rollback.differences).toEqual(expect.arrayContaining(["table b is new"]));
  expect(report.migrations[3]?.statements).toMatchObject([{ status: "passed" }, { status: "failed", line: 2, error: { line: 3, character: 10 } }]);
  const failure = report.findings?.find((finding) => finding.rule === "dry-run/statement-failed");
  expect(failure).toMatchObject({ severity: "error", file: "m/004_d.up.sql", range: { start: { line: 3, character: 10 }, end: { line: 3, character: 17 } }, message: expect.stringContaining("line 4, column 11") });
  expect(report.rules).toEqual(expect.arrayContaining(["dry-run/down-does-not-restore", "dry-run/down-fails", "dry-run/no-down-script"]));
  expect(await rig.state()).toEqual(before);
});

test("a rebuild with foreign keys on wipes the children: an error that names the table", async () => {
  const rebuild = "CREATE TABLE new_users (id integer PRIMARY KEY, email text NOT NULL UNIQUE);\nINSERT INTO new_users SELECT * FROM users;\nDROP TABLE users;\nALTER TABLE new_users RENAME TO users;\n";
  rig.write({ "m/001_plain.up.sql": rebuild, "m/002_own.up.sql": `BEGIN;\nPRAGMA foreign_keys = OFF;\n${rebuild}COMMIT;\n`, "m/003_right.up.sql": `PRAGMA foreign_keys = OFF;\nBEGIN;\n${rebuild}COMMIT;\nPRAGMA foreign_keys = ON;\n` });
  const before = await rig.state();
  for (const file of ["m/001_plain.up.sql", "m/002_own.up.sql"]) {
    const report = await rig.dryRun(file);
    const lost = report.findings?.filter((finding) => finding.rule === "dry-run/data-lost");
    expect(lost).toMatchObject([{ severity: "error", object: "orders", file, message: expect.stringContaining("3 of 3 rows of orders vanish") }]);
    expect(report.status).toBe("failed");
  }
  const ignored = await rig.dryRun("m/002_own.up.sql");
  expect(ignored.rules).toContain("dry-run/pragma-ignored");
  const right = await rig.dryRun("m/003_right.up.sql");
  expect(right.status).toBe("passed");
  expect(right.rules).not.toContain("dry-run/data-lost");
  expect(await rig.state()).toEqual(before);
});

test("rows that a rebuild forgets to copy, and foreign keys that it breaks", async () => {
  rig.write({
    "m/001_forget.up.sql": "PRAGMA foreign_keys = OFF;\nCREATE TABLE n (id integer PRIMARY KEY, email text NOT NULL);\nINSERT INTO n SELECT * FROM users WHERE id = 1;\nDROP TABLE users;\nALTER TABLE n RENAME TO users;\nPRAGMA foreign_keys = ON;\n",
  });
  const report = await rig.dryRun("m");
  expect(report.rules).toEqual(expect.arrayContaining(["dry-run/data-lost", "dry-run/integrity"]));
  expect(report.findings?.find((finding) => finding.rule === "dry-run/data-lost")).toMatchObject({ severity: "warning", object: "users" });
  expect(report.findings?.find((finding) => finding.rule === "dry-run/integrity")).toMatchObject({ severity: "error", object: "orders" });
});

test("what is destroyed is counted, with what depends on it", async () => {
  rig.write({ "m/001_drop.up.sql": "DROP TABLE orders;\nDELETE FROM users;\n" });
  const before = await rig.state();
  const report = await rig.dryRun("m");
  const found = report.findings?.filter((finding) => finding.rule === "dry-run/destructive");
  expect(found?.map((finding) => [finding.severity, finding.object])).toEqual([["warning", "orders"], ["warning", "users"]]);
  expect(found?.[0]?.message).toContain("with 3 rows");
  expect(found?.[1]?.message).toContain("foreign key orders");
  expect(await rig.state()).toEqual(before);
});

test("the file's own transaction, VACUUM, and a down script with a pragma", async () => {
  rig.write({
    "m/001_a.up.sql": "BEGIN;\nCREATE TABLE a (id integer);\nCOMMIT;\nVACUUM;\n",
    "m/001_a.down.sql": "PRAGMA foreign_keys = OFF;\nDROP TABLE a;\nPRAGMA foreign_keys = ON;\n",
    "m/002_b.up.sql": "CREATE TABLE b (id integer);\nROLLBACK;\n",
  });
  const before = await rig.state();
  const report = await rig.dryRun("m");
  expect(report.migrations).toMatchObject([{ status: "passed", rollback: { verified: true } }, { status: "failed", proof: "none" }]);
  expect(report.findings?.filter((finding) => finding.rule === "dry-run/own-transaction").map((finding) => finding.range?.start.line)).toEqual([0, 2]);
  expect(report.rules).toContain("dry-run/not-allowed");
  expect(await rig.state()).toEqual(before);
});

test("in explore mode, and the whole history from an empty database", async () => {
  rig.write({ "m/001_u.up.sql": "CREATE TABLE users (id integer);", "m/001_u.down.sql": "DROP TABLE users;", "m/002_v.up.sql": "CREATE VIEW v AS SELECT id FROM users;", "m/002_v.down.sql": "DROP VIEW v;" });
  const before = await rig.state();
  const explored = await rig.dryRun("m", { mode: "explore" });
  expect(explored.migrations[0]).toMatchObject({ status: "failed" });
  const all = await rig.dryRun("m", { flags: { all: true } });
  expect(all.migrations.map((one) => one.rollback.verified)).toEqual([true, true]);
  const upTo = await rig.dryRun("m", { flags: { all: true, to: "1" } });
  expect(upTo.migrations.map((one) => one.version)).toEqual(["001"]);
  await expect(rig.dryRun("m", { flags: { to: "9" } })).rejects.toMatchObject({ kind: "migration", reason: "unknownVersion" });
  expect(await rig.state()).toEqual(before);
});

test("a script that reaches another file is not run", async () => {
  rig.write({ "m/001_attach.up.sql": "ATTACH DATABASE 'app.db' AS other;\nDROP TABLE other.orders;\n", "n/001_into.up.sql": "VACUUM INTO 'elsewhere.db';\n" });
  const before = await rig.state();
  for (const folder of ["m", "n"]) {
    const report = await rig.dryRun(folder);
    expect(report.migrations).toMatchObject([{ status: "skipped", proof: "none" }]);
    expect(report.rules).toContain("dry-run/not-proven");
    expect(report.status).toBe("failed");
  }
  expect(await rig.files.kind("elsewhere.db")).toBeNull();
  expect(await rig.state()).toEqual(before);
});

test("a cancelled dry-run leaves nothing", async () => {
  rig.write({ "m/001_a.up.sql": "CREATE TABLE a AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;" });
  const before = await rig.state();
  await expect(rig.dryRun("m", { signal: AbortSignal.timeout(300) })).rejects.toMatchObject({ kind: "cancelled" });
  expect(await rig.state()).toEqual(before);
});

test("one file that needs those that wait before it is tried after them", async () => {
  rig.write({
    "m/001_a.up.sql": "CREATE TABLE a (id integer PRIMARY KEY);", "m/001_a.down.sql": "DROP TABLE a;",
    "m/002_b.up.sql": "ALTER TABLE a ADD COLUMN b text;", "m/002_b.down.sql": "ALTER TABLE a DROP COLUMN b;",
    "m/003_c.up.sql": "CREATE INDEX a_b ON a (b);", "m/003_c.down.sql": "DROP INDEX a_b;",
    "m/004_d.up.sql": "CREATE TABLE d (id integer);",
  });
  const before = await rig.state();
  const report = await rig.dryRun("m/003_c.up.sql");
  expect(report.status).toBe("passed");
  expect(report.migrations.map((one) => [one.version, one.status, one.rollback.verified])).toEqual([["001", "passed", true], ["002", "passed", true], ["003", "passed", true]]);
  expect(report.findings).toMatchObject([{ rule: "dry-run/tried-together", severity: "info", file: "m/003_c.up.sql", message: expect.stringContaining("003 was tried after 001, 002, which wait before it") }]);
  const [migration] = (await readMigrationFolder(rig.files, "m")).migrations.slice(2);
  expect(await findProof(rig.files, migration!, { engine: "sqlite", database: "app.db" })).toMatchObject({ status: "passed", rollbackVerified: true });
  expect((await rig.dryRun("m/004_d.up.sql")).rules).toContain("dry-run/pending-before");
  expect(await rig.state()).toEqual(before);
});

test("where one that waits before it fails, the file's own result stands; where it fails after them too, theirs", async () => {
  rig.write({ "m/001_a.up.sql": "CREATE TABLE a (id integer);\nINSERT INTO nowhere VALUES (1);", "m/002_b.up.sql": "CREATE VIEW v AS SELECT 1;\nDROP TABLE a;", "n/001_a.up.sql": "CREATE TABLE a (id integer);", "n/002_b.up.sql": "DROP TABLE a;\nDROP TABLE b;" });
  const first = await rig.dryRun("m/002_b.up.sql");
  expect(first.migrations.map((one) => [one.version, one.status])).toEqual([["002", "failed"]]);
  expect(first.rules).toEqual(expect.arrayContaining(["dry-run/pending-before", "dry-run/statement-failed"]));
  const second = await rig.dryRun("n/002_b.up.sql");
  expect(second.migrations.map((one) => [one.version, one.status])).toEqual([["001", "passed"], ["002", "failed"]]);
  expect(second.findings?.find((finding) => finding.severity === "error")?.message).toContain("no such table: b");
});

test("a syntax error says what to do next", async () => {
  rig.write({ "m/001_a.up.sql": "CRATE TABLE a (id integer);" });
  expect((await rig.dryRun("m")).findings?.[0]?.message).toMatch(/\. Correct the statement there and try again; verify-order m\/001_a\.up\.sql shows/);
});
