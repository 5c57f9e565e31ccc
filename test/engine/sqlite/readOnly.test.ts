import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openSession, rowsOf, runScript, temporaryFolder } from "./open.ts";

const attacks = [
  "INSERT INTO t VALUES (2)",
  "UPDATE t SET a = 2",
  "DELETE FROM t",
  "DROP TABLE t",
  "CREATE TABLE u (a)",
  "CREATE TEMP TABLE u (a)",
  "ATTACH 'other.db' AS other",
  " /* c */ ; aTTach 'other.db' AS other",
  "DETACH main",
  "VACUUM",
  "VACUUM INTO 'copy.db'",
  "PRAGMA query_only = off",
  "PRAGMA main . query_only(0)",
  "PRAGMA/**/\"query_only\"=0",
  "PRAGMA writable_schema = on",
  "PRAGMA journal_mode = wal",
  "PRAGMA user_version = 7",
  "PRAGMA wal_checkpoint(TRUNCATE)",
  "PRAGMA temp_store_directory = '/tmp'",
  "WITH x AS (SELECT 1) DELETE FROM t",
  "INSERT INTO t VALUES (3) RETURNING a",
  "REPLACE INTO t VALUES (1)",
  "REINDEX",
  "ANALYZE",
  "UPDATE sqlite_schema SET sql = ''",
  "SELECT load_extension('x')",
  "EXPLAIN QUERY PLAN SELECT 1; DELETE FROM t",
];
const looking = ["SELECT a FROM t", "PRAGMA table_info(t)", "PRAGMA foreign_keys", "PRAGMA foreign_key_check", "EXPLAIN DELETE FROM t", "VALUES (1)", "WITH x AS (SELECT 1) SELECT * FROM x", "PRAGMA integrity_check(5)"];

test("nothing that is run on a read-only connection changes the file or makes another", async () => {
  const folder = await temporaryFolder();
  const writer = await openSession({ cwd: folder });
  await runScript(writer, "CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)");
  await writer.close();
  const before = digest(folder);
  const session = await openSession({ cwd: folder, url: "sqlite:test.db", readOnly: true });
  for (const attack of attacks) await expect(session.run(attack), attack).rejects.toMatchObject({ kind: "statement" });
  for (const query of looking) await expect(session.run(query), query).resolves.toBeDefined();
  await session.run("BEGIN IMMEDIATE").catch(() => undefined);
  await session.run("COMMIT").catch(() => undefined);
  await expect(session.run("INSERT INTO t VALUES (9)")).rejects.toMatchObject({ reason: "readOnly" });
  await session.close();
  expect(digest(folder)).toEqual(before);
  expect(existsSync("copy.db") || existsSync("other.db")).toBe(false);
});

test("a read-only transaction on a writing connection guards as well, and only as long as it lasts", async () => {
  const session = await openSession();
  await runScript(session, "CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)");
  await session.transaction("readOnly", async () => {
    for (const attack of [...attacks, "COMMIT", "END", "ROLLBACK", "ROLLBACK TRANSACTION"]) await expect(session.run(attack), attack).rejects.toMatchObject({ kind: "statement" });
    expect(await rowsOf(session, "SELECT a FROM t")).toEqual([[1]]);
  });
  await session.run("INSERT INTO t VALUES (2)");
  expect(await rowsOf(session, "SELECT count(*) FROM t")).toEqual([[2]]);
});

test("a transaction that is rolled back cannot be committed from inside", async () => {
  const session = await openSession();
  await runScript(session, "CREATE TABLE t (a)");
  await session.transaction("rollback", async () => {
    await session.run("INSERT INTO t VALUES (1)");
    for (const attack of ["COMMIT", "/* x */ COMMIT TRANSACTION", "END", "ROLLBACK", "; COMMIT"]) await expect(session.run(attack), attack).rejects.toMatchObject({ kind: "statement" });
    await session.run("SAVEPOINT mine");
    await session.run("ROLLBACK TO mine");
    await session.run("RELEASE mine");
  });
  expect(await rowsOf(session, "SELECT a FROM t")).toEqual([]);
});

function digest(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).sort().map((name) => [name, createHash("sha256").update(readFileSync(path.join(folder, name))).digest("hex")]));
}
