import { describe, expect, test } from "vitest";
import { losses } from "./parse.ts";

describe("losses", () => {
  test.each<readonly [string, string[]]>([
    ["DROP TABLE Users", ["drop table users"]],
    ["DROP TABLE IF EXISTS users", ["drop table users"]],
    ["DROP VIEW v; DROP INDEX i; DROP TRIGGER t", ["drop view v", "drop index i", "drop trigger t"]],
    ["ALTER TABLE t DROP COLUMN A", ["dropColumn column t.a"]],
    ["DELETE FROM t", ["deleteAll table t"]],
    ["DROP TABLE temp.t; DELETE FROM temp.u", []],
    ["DELETE FROM t WHERE 1", ["deleteAll table t"]],
    ["DELETE FROM t WHERE (1 = 1)", ["deleteAll table t"]],
    ["DELETE FROM t WHERE true", ["deleteAll table t"]],
    ["DELETE FROM t WHERE id = 1", []],
    ["DELETE FROM t LIMIT 5", []],
    ["UPDATE t SET a = 1, (b, c) = (1, 2)", ["updateAll table t (a, b, c)"]],
    ["UPDATE t SET a = 1 WHERE b", []],
    ["UPDATE t SET a = 1 WHERE 0", []],
    ["DROP VIEW v; CREATE VIEW v AS SELECT 1", ["replace view v"]],
    ["CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t; END", []],
  ])("%s", (script, expected) => {
    expect(losses(script)).toEqual(expected);
  });
});

describe("the rebuild recipe", () => {
  const create = "CREATE TABLE new_t (a, b);";
  test.each<readonly [string, string, string[]]>([
    ["copy, drop, rename", `${create} INSERT INTO new_t (a, b) SELECT a, b FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t;`, ["replace table t"]],
    ["rename, make, copy back, drop", "ALTER TABLE t RENAME TO t_old; CREATE TABLE t (a); INSERT INTO t SELECT a FROM t_old; DROP TABLE t_old;", ["replace table t_old"]],
    ["through a backup", "CREATE TEMP TABLE bak (a); INSERT INTO bak SELECT a FROM t; DROP TABLE t; CREATE TABLE t (a); INSERT INTO t SELECT a FROM bak; DROP TABLE bak;", ["replace table t", "replace table bak"]],
    ["with CREATE TABLE AS", "CREATE TABLE copy AS SELECT * FROM t; DROP TABLE t; ALTER TABLE copy RENAME TO t;", ["replace table t"]],
    ["without a copy", `${create} DROP TABLE t; ALTER TABLE new_t RENAME TO t;`, ["drop table t"]],
    ["of some rows only", `${create} INSERT INTO new_t SELECT a, b FROM t WHERE a > 1; DROP TABLE t;`, ["drop table t"]],
    ["of a join", `${create} INSERT INTO new_t SELECT t.a, o.b FROM t JOIN o USING (id); DROP TABLE t;`, ["drop table t"]],
    ["of groups", `${create} INSERT INTO new_t SELECT a, b FROM t GROUP BY a; DROP TABLE t;`, ["drop table t"]],
    ["of a count", `${create} INSERT INTO new_t SELECT count(*), max(b) FROM t; DROP TABLE t;`, ["drop table t"]],
    ["of the greater of two", `${create} INSERT INTO new_t SELECT max(a, b), b FROM t; DROP TABLE t;`, ["replace table t"]],
    ["of distinct rows", `${create} INSERT INTO new_t SELECT DISTINCT a, b FROM t; DROP TABLE t;`, ["drop table t"]],
    ["with a limit", `${create} INSERT INTO new_t SELECT a, b FROM t LIMIT 10; DROP TABLE t;`, ["drop table t"]],
    ["that leaves conflicts out", `${create} INSERT OR IGNORE INTO new_t SELECT a, b FROM t; DROP TABLE t;`, ["drop table t"]],
    ["before a later write", `${create} INSERT INTO new_t SELECT a, b FROM t; INSERT INTO t VALUES (1, 2); DROP TABLE t;`, ["drop table t"]],
    ["that is emptied again", `${create} INSERT INTO new_t SELECT a, b FROM t; DELETE FROM new_t; DROP TABLE t;`, ["drop table t"]],
    ["that is dropped first", `${create} INSERT INTO new_t SELECT a, b FROM t; DROP TABLE new_t; DROP TABLE t;`, ["drop table t"]],
    ["whose backup is lost", "CREATE TEMP TABLE bak AS SELECT * FROM t; DROP TABLE t; CREATE TABLE t (a); DROP TABLE bak;", ["replace table t", "drop table bak"]],
    ["after which the new one is emptied", `${create} INSERT INTO new_t SELECT a, b FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t; DELETE FROM t;`, ["replace table t", "deleteAll table t"]],
  ])("%s", (_name, script, expected) => {
    expect(losses(script)).toEqual(expected);
  });

  test("what the script itself made holds nothing of old", () => {
    expect(losses("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2); UPDATE t SET a = 1; ALTER TABLE t DROP COLUMN b; DELETE FROM t; DROP TABLE t;")).toEqual([]);
    expect(losses("CREATE TABLE IF NOT EXISTS t (a); DROP TABLE t;")).toEqual(["drop table t"]);
  });
});
