import { describe, expect, test } from "vitest";
import { analyse } from "../../../src/engines/mysql/analyse.ts";
import { reachesBeyond } from "../../../src/engines/mysql/reach.ts";
import { split } from "../../../src/engines/mysql/split.ts";
import { shown } from "./facts.ts";

const reaches = (sql: string): boolean => reachesBeyond(sql, "mariadb", 101_119, "shop");

describe("what a scratch database does not hold", () => {
  test.each([
    "USE other", "INSERT INTO other.t VALUES (1)", 'INSERT INTO "other"."t" VALUES (1)', "DELETE FROM `other`.t", "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW DELETE FROM other.t", "RENAME TABLE t TO other.t", "CREATE VIEW v AS SELECT 1 FROM other.t",
    "SET @s = 'DROP TABLE other.t'", "EXECUTE IMMEDIATE 'USE other'", "/*!50000 /*!50000 DROP TABLE other.t */", "SELECT 'a\\', \"' FROM other.t; --\"",
    "SET GLOBAL x = 1", "SET @@global.x = 1", "SET @@`global`.x = 1", "SET @@global . x = 1", "SET @a = 1, PERSIST x = 1", "CREATE FUNCTION f RETURNS STRING SONAME 'x.so'", "CREATE TABLE t (a INT) ENGINE = FEDERATED CONNECTION = 'mysql://h/d/t'", "ALTER TABLE t ENGINE 'Spider'",
    "START REPLICA", "STOP SLAVE", "XA START 'x'", "CREATE SPATIAL REFERENCE SYSTEM 1 NAME 'x'", "SELECT 1 INTO OUTFILE '/tmp/x'", "CREATE USER u", "GRANT ALL ON t TO u", "KILL 5",
  ])("%s", (sql) => {
    expect(reaches(sql)).toBe(true);
  });

  test.each(["USE shop", "INSERT INTO shop.t VALUES ('other.t')", 'SELECT "other.t", \'a\\\'b\'', "START TRANSACTION", "SET @global = 1", "SET sql_mode = 'ANSI_QUOTES'", "ALTER TABLE t ENGINE = InnoDB", "CREATE TABLE soname (engine INT)", "SELECT t.a FROM t", "SELECT table_name FROM information_schema.tables"])("holds %s", (sql) => {
    expect(reaches(sql)).toBe(false);
  });
});

test("bare names after USE are those of its database, and the connection's own stand without it", () => {
  const { statements } = analyse(split("DROP TABLE a; USE other; DROP TABLE b; DROP TABLE shop.c; USE shop; DROP TABLE d, other.e", "mysql"), "mysql", undefined, "shop");
  expect(statements.flatMap(({ drops }) => drops.map(shown))).toEqual(["table a", "table other.b", "table c", "table d", "table other.e"]);
});

test("without a connection a script is at home in the database that it uses first", () => {
  const { statements } = analyse(split("CREATE DATABASE a; USE a; CREATE TABLE t (i INT); USE b; CREATE TABLE t (i INT); DROP TABLE a.t", "mysql"), "mysql");
  expect(statements.flatMap(({ defines, drops }) => [...defines.filter(({ kind }) => kind === "table"), ...drops].map(shown))).toEqual(["table t", "table b.t", "table t"]);
});
