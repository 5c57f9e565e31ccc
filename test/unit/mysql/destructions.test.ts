import { describe, expect, it } from "vitest";
import { analyse, lossesOf } from "./facts.ts";

it("the history of a system-versioned table is lost on MariaDB, where the words mean that", () => {
  for (const sql of ["DELETE HISTORY FROM a", "DELETE HISTORY FROM a BEFORE SYSTEM_TIME '2020-01-01'"]) expect(lossesOf(sql, "mariadb"), sql).toEqual(["truncate table a"]);
  expect(lossesOf("DELETE history FROM history, b WHERE b.id = history.id")).toEqual([]);
});

describe("what is lost", () => {
  it.each([
    ["DROP TABLE a, `b`", ["drop table a", "drop table b"]],
    ["DROP TABLE IF EXISTS shop.a CASCADE", ["drop table shop.a"]],
    ["/*!50000 DROP TABLE x */", ["drop table x"]],
    ["/*! DROP */ TABLE x", ["drop table x"]],
    ["/*!50000 /*!40000 DROP TABLE x */", ["drop table x"]],
    ["DROP/**/TABLE/* x */y", ["drop table y"]],
    ["DROP # x\nTABLE y", ["drop table y"]],
    ["ALTER TABLE a DROP COLUMN B, DROP c, ADD d INT", ["dropColumn column a.b", "dropColumn column a.c"]],
    ["ALTER TABLE a DROP PARTITION p0, p1", ["truncate table a"]],
    ["ALTER TABLE a TRUNCATE PARTITION p0", ["truncate table a"]],
    ["ALTER TABLE a ENGINE=BLACKHOLE", ["truncate table a"]],
    ["ALTER TABLE a ENGINE=InnoDB, COMMENT='x'", []],
    ["TRUNCATE a", ["truncate table a"]],
    ["TRUNCATE TABLE a", ["truncate table a"]],
    ["DELETE FROM a", ["deleteAll table a"]],
    ["DELETE FROM a WHERE 1", ["deleteAll table a"]],
    ["DELETE FROM a WHERE 1 = 1", ["deleteAll table a"]],
    ["DELETE FROM a WHERE id = 1", []],
    ["DELETE FROM a LIMIT 1", []],
    ["DELETE a FROM a JOIN b ON a.id = b.id", []],
    ["DELETE a, b FROM a, b", ["deleteAll table a", "deleteAll table b"]],
    ["WITH x AS (SELECT 1) DELETE FROM a", ["deleteAll table a"]],
    ["UPDATE a SET b = 1, c = 2", ["updateAll table a"]],
    ["UPDATE a SET b = 1 WHERE c = 1", []],
    ["UPDATE a JOIN b USING (id) SET a.c = b.c", []],
    ["DROP DATABASE shop", ["dropDatabase database shop"]],
    ["DROP VIEW v", ["drop view v"]],
    ["DROP PROCEDURE P", ["drop routine p"]],
    ["DROP TRIGGER g", []],
    ["DROP EVENT e", ["drop other event e"]],
    ["DROP USER 'a'@'%', b@localhost", ["drop role a@%", "drop role b@localhost"]],
    ["ALTER TABLE a MODIFY b INT", ["lossyType column a.b"]],
    ["ALTER TABLE a MODIFY b VARCHAR(20) NOT NULL", []],
    ["ALTER TABLE a CHANGE b c DECIMAL(8,2)", ["lossyType column a.b"]],
    ["ALTER TABLE a MODIFY b DATETIME(6)", []],
    ["ALTER TABLE a MODIFY b DATETIME", ["lossyType column a.b"]],
    ["SET sql_mode = ''; ALTER TABLE a MODIFY b VARCHAR(20)", ["lossyType column a.b"]],
    ["ALTER TABLE a CONVERT TO CHARACTER SET latin1", ["lossyType table a"]],
    ["ALTER TABLE a CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", []],
    ["CREATE TEMPORARY TABLE a (b INT); DROP TABLE a", []],
    ["RENAME TABLE a TO b, c TO a", []],
    ["SELECT 'DROP TABLE x'", []],
    ["INSERT INTO log VALUES ('/*!50000 DROP TABLE x */')", []],
    ["EXPLAIN DELETE FROM a", []],
    ["CREATE PROCEDURE p() DROP TABLE a", []],
  ])("%s", (sql, expected) => {
    expect(lossesOf(sql)).toEqual(expected);
  });

  it.each([
    ["a procedure that is called", "CREATE PROCEDURE p() BEGIN IF 1 THEN DROP TABLE a; END IF; END; CALL p()", ["drop table a"]],
    ["a text that is prepared", "PREPARE s FROM 'DROP TABLE a'; EXECUTE s", ["drop table a"]],
    ["a text in a variable", "SET @s = IF(1, 'DROP TABLE a', 'SELECT 1'); PREPARE s FROM @s; EXECUTE s", ["drop table a"]],
    ["a text inside a text", "PREPARE s FROM 'SET @x = ''DROP TABLE a'''; SET @x = 'DROP TABLE a'; PREPARE s FROM @x; EXECUTE s", ["drop table a"]],
  ])("is seen through %s", (_, sql, expected) => {
    expect(lossesOf(sql)).toEqual(expected);
  });

  it.each([
    ["EXECUTE IMMEDIATE 'DROP TABLE a'", ["drop table a"]],
    ["BEGIN NOT ATOMIC TRUNCATE a; END", ["truncate table a"]],
    ["ANALYZE DELETE FROM a", ["deleteAll table a"]],
    ["SET STATEMENT max_statement_time = 1 FOR DROP TABLE a", ["drop table a"]],
    ["CREATE OR REPLACE TABLE a (b INT)", ["replace table a"]],
    ["ALTER TABLE a DROP SYSTEM VERSIONING", ["truncate table a"]],
    ["/*M!100500 DROP TABLE x */", ["drop table x"]],
    ["/*!80013 DROP TABLE x */ SELECT 1", []],
  ])("on MariaDB %s", (sql, expected) => {
    expect(lossesOf(sql, "mariadb")).toEqual(expected);
  });

  it("takes a procedure for lost where only a function of its name is made", () => {
    expect(analyse("DROP PROCEDURE p; CREATE FUNCTION p() RETURNS INT RETURN 1").statements[0]?.destroys).toMatchObject([{ object: { kind: "routine", name: "p" }, how: "drop" }]);
  });

  it("takes a view or a program that the script makes again for no loss", () => {
    expect(analyse("DROP VIEW v; CREATE VIEW v AS SELECT 1; DROP PROCEDURE p; CREATE PROCEDURE p() SELECT 1").statements.flatMap(({ destroys }) => destroys)).toEqual([]);
    expect(analyse("CREATE VIEW v AS SELECT 1; DROP VIEW v").statements.flatMap(({ destroys }) => destroys)).toHaveLength(1);
  });
});
