import { describe, expect, it } from "vitest";
import { analyse, lastOf, shown } from "./facts.ts";

const lost = (sql: string): string[] => lastOf(sql).destroys.map(({ object, how, columns }) => `${how} ${shown(object)}${columns === undefined ? "" : ` (${columns.join(", ")})`}`);

describe("what statements destroy", () => {
  it.each([
    ["DROP TABLE a.t, u", ["drop table a.t", "drop table u"]],
    ["DROP TABLE IF EXISTS t CASCADE", ["dropCascade table t"]],
    ["DROP SCHEMA s CASCADE", ["dropCascade schema s"]],
    ["DROP SEQUENCE s", ["drop sequence s"]],
    ["DROP TYPE a.m", ["drop type a.m"]],
    ["DROP VIEW v", ["drop view v"]],
    ["DROP DATABASE d", ["dropDatabase database d"]],
    ["DROP OWNED BY r", ["drop role r"]],
    ["TRUNCATE t, u CASCADE", ["truncate table t", "truncate table u"]],
    ["ALTER TABLE t DROP COLUMN a, DROP COLUMN b CASCADE", ["dropColumn column t.a (a)", "dropColumn column t.b (b)"]],
    ["DELETE FROM t", ["deleteAll table t"]],
    ["DELETE FROM t WHERE 1 = 1", ["deleteAll table t"]],
    ["WITH gone AS (DELETE FROM t RETURNING *) SELECT count(*) FROM gone", ["deleteAll table t"]],
    ["UPDATE t SET a = 1, b = 2 WHERE true", ["updateAll table t (a, b)"]],
    ["EXPLAIN ANALYZE DELETE FROM t", ["deleteAll table t"]],
    ["ALTER TABLE t ALTER a TYPE int USING a::int", ["lossyType column t.a (a)"]],
    ["ALTER TABLE t ALTER a TYPE numeric(8,2)", ["lossyType column t.a (a)"]],
    ["ALTER TABLE t ALTER a TYPE text USING substr(a, 1, 3)", ["lossyType column t.a (a)"]],
  ])("%s", (sql, expected) => {
    expect(lost(sql)).toEqual(expected);
  });

  it.each([
    "DELETE FROM t WHERE id = 1", "DELETE FROM t USING u WHERE t.id = u.id", "UPDATE t SET a = 1 WHERE b = b", "DROP INDEX i", "DROP TRIGGER g ON t", "ALTER TABLE t DROP CONSTRAINT c",
    "ALTER TABLE t ALTER a TYPE bigint", "ALTER TABLE t ALTER a TYPE text USING a::text", "CREATE TEMP TABLE t (a int); DROP TABLE t", "EXPLAIN DELETE FROM t",
    "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM t'", "CREATE RULE r AS ON INSERT TO t DO ALSO DELETE FROM u",
  ])("nothing: %s", (sql) => {
    expect(lost(sql)).toEqual([]);
  });

  it("not a view or routine that the script makes again", () => {
    const { statements } = analyse("DROP VIEW v; DROP FUNCTION f(int); DROP VIEW w; CREATE VIEW v AS SELECT 1; CREATE FUNCTION f(int) RETURNS int RETURN 1");
    expect(statements.flatMap((facts) => facts.destroys.map(({ object }) => shown(object)))).toEqual(["view w"]);
  });
});

describe("how statements run", () => {
  it.each([
    ["CREATE INDEX CONCURRENTLY i ON t (a)", "outside"], ["DROP INDEX CONCURRENTLY i", "outside"], ["REINDEX INDEX CONCURRENTLY i", "outside"], ["REINDEX DATABASE d", "outside"], ["VACUUM t", "outside"],
    ["CLUSTER", "outside"], ["CREATE DATABASE d", "outside"], ["ALTER SYSTEM SET work_mem = '1MB'", "outside"], ["CREATE TABLESPACE s LOCATION '/x'", "outside"], ["DISCARD ALL", "outside"],
    ["ALTER TABLE t DETACH PARTITION p CONCURRENTLY", "outside"], ["CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p", "outside"], ["CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (create_slot = false)", "sideEffects"],
    ["ANALYZE t", "inside"], ["CLUSTER t USING i", "inside"], ["ALTER TYPE m ADD VALUE 'x'", "inside"], ["REINDEX TABLE t", "inside"], ["CREATE TABLE t (a int DEFAULT nextval('q'))", "inside"],
    ["SELECT setval('q', 1)", "sideEffects"], ["SELECT dblink_exec('x', 'y')", "sideEffects"], ["COPY t TO '/tmp/x'", "sideEffects"], ["COPY t TO stdout", "inside"], ["SELECT pg_notify('a', 'b')", "inside"],
  ])("%s is %s", (sql, expected) => {
    expect(lastOf(sql).transaction).toBe(expected);
  });

  it.each([
    ["SELECT 1", false], ["SELECT * FROM t FOR UPDATE", false], ["SELECT 1 INTO t", true], ["WITH w AS (INSERT INTO t VALUES (1) RETURNING a) SELECT * FROM w", true], ["VALUES (1)", false],
    ["EXPLAIN DELETE FROM t", false], ["EXPLAIN (ANALYZE) DELETE FROM t", true], ["DO $$ BEGIN END $$", true], ["CALL p()", true], ["SHOW work_mem", false], ["SET work_mem = 1", false], ["BEGIN", false],
    ["CREATE TABLE t ()", true], ["COPY t TO stdout", false], ["COPY t FROM stdin", true], ["MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE", true],
  ])("%s writes: %s", (sql, expected) => {
    expect(lastOf(sql).writes).toBe(expected);
  });

  it.each([
    ["BEGIN", "begin"], ["START TRANSACTION", "begin"], ["END", "commit"], ["ROLLBACK", "rollback"], ["SAVEPOINT a", "savepoint"], ["RELEASE a", "release"], ["ROLLBACK TO a", "rollbackTo"],
  ])("%s controls: %s", (sql, control) => {
    expect(lastOf(sql)).toMatchObject({ kind: "transactionControl", control });
  });

  it("tells the enum value that is added", () => {
    expect(lastOf("ALTER TYPE a.m ADD VALUE IF NOT EXISTS 'x'").addsEnumValue).toEqual({ type: { kind: "type", schema: "a", name: "m" }, value: "x" });
  });
});

describe("scripts that cannot be read", () => {
  it("keeps the facts of the others and says where and what to do", () => {
    const sql = "SELECT '😀'; CREATE TABEL t (a int);\nCREATE TABLE u (a int);";
    const { statements, problems } = analyse(sql);
    expect(statements.map((facts) => facts.verb)).toEqual(["SELECT", "CREATE TABLE"]);
    expect(problems).toMatchObject([{ reason: "syntax", code: "42601", offset: sql.indexOf("TABEL") }]);
    expect(problems[0]?.message).toContain("Correct the statement");
  });

  it.each([["SELECT :'name'", "psql variable"], ["SELECT 1 \\echo x\n FROM t", "psql command"], ["<<<<<<< HEAD\nSELECT 1", "merge conflict"]])("advises on %j", (sql, advice) => {
    expect(analyse(sql).problems[0]?.message).toContain(advice);
  });

  it("refuses a NUL, after which the parser would see nothing", () => {
    expect(analyse("SELECT 1;\0 DROP TABLE t").problems).toMatchObject([{ reason: "syntax", offset: 9 }]);
  });

  it("survives nesting that no parser can hold", () => {
    expect(analyse(`SELECT ${"1+".repeat(30_000)}1; SELECT 2`).statements.length + analyse(`SELECT ${"(".repeat(30_000)}1`).problems.length).toBeGreaterThan(1);
  });
});
