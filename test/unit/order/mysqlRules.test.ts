import { describe, expect, it } from "vitest";
import { brief, check, problems } from "./check.ts";

/** The only script, as the whole history of a database. */
function complete(sql: string, engine: "mysql" | "mariadb" = "mysql"): string[] {
  return brief(check({ "a.sql": sql }, { engine, complete: true }).findings);
}

const shop = "CREATE TABLE c (id INT PRIMARY KEY, code INT, UNIQUE KEY c_code (code));\nCREATE TABLE o (id INT PRIMARY KEY, c INT, n INT, KEY o_c (c), CONSTRAINT o_fk FOREIGN KEY (c) REFERENCES c (id));\n";

describe("order on MySQL", () => {
  it.each([
    ["a foreign key to a later table", "CREATE TABLE o (c INT, FOREIGN KEY (c) REFERENCES c (id));\nCREATE TABLE c (id INT PRIMARY KEY);", ["error used-before-created table c 0:50"]],
    ["a key that is only made later", "CREATE TABLE c (id INT);\nCREATE TABLE o (c INT, FOREIGN KEY (c) REFERENCES c (id));\nALTER TABLE c ADD PRIMARY KEY (id);", ["error used-before-created constraint c.PRIMARY 1:50"]],
    ["a view of a later table", "CREATE VIEW v AS SELECT a FROM t;\nCREATE TABLE t (a INT);", ["error used-before-created table t 0:31"]],
    ["a view's function", "CREATE VIEW v AS SELECT f(1);\nCREATE FUNCTION f(x INT) RETURNS INT RETURN x;", ["error used-before-created function f 0:24"]],
    ["a trigger's row", "CREATE TABLE t (a INT);\nCREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.b = 1;\nALTER TABLE t ADD b INT;", ["error used-before-created column t.b 1:57"]],
    ["a dropped parent", `${shop}DROP TABLE c;`, ["error drop-order table c 2:11"]],
    ["a dropped column of a foreign key", `${shop}ALTER TABLE o DROP COLUMN c;`, ["error drop-order column o.c 2:26"]],
    ["a dropped index of a foreign key", `${shop}DROP INDEX o_c ON o;`, ["error drop-order index o_c 2:11"]],
    ["a dropped primary key that another table points at", `${shop}ALTER TABLE c DROP PRIMARY KEY;`, ["error drop-order constraint c.PRIMARY 2:19"]],
    ["a dropped column of a generated one", "CREATE TABLE t (a INT, b INT AS (a + 1));\nALTER TABLE t DROP COLUMN a;", ["error drop-order column t.a 1:26"]],
    ["a dropped column of a check over two", "CREATE TABLE t (a INT, b INT, CHECK (a < b));\nALTER TABLE t DROP COLUMN a;", ["error drop-order column t.a 1:26"]],
    ["an index of two tables' own names, made twice in one", "CREATE TABLE t (a INT, KEY i (a));\nCREATE INDEX i ON t (a);", ["error created-twice index i 1:13"]],
    ["a procedure that a call needs", "CALL p();\nCREATE PROCEDURE p() SELECT 1;", ["error used-before-created function p 0:5"]],
    ["a table that a called procedure needs", "CREATE PROCEDURE p() DELETE FROM t;\nCALL p();\nCREATE TABLE t (a INT);", ["error used-before-created table t 1:0"]],
    ["a prepared statement", "EXECUTE s;\nPREPARE s FROM 'SELECT 1';", ["error used-before-created prepared s 0:8"]],
    ["another case", "CREATE TABLE Users (a INT);\nSELECT 1 FROM users;", ["warning name-trap table users 1:14"]],
  ])("finds %s", (_, sql, expected) => {
    expect(complete(sql)).toEqual(expected);
  });

  it.each([
    ["what works", `${shop}ALTER TABLE o DROP FOREIGN KEY o_fk;\nDROP TABLE c;`],
    ["both at once", `${shop}DROP TABLE c, o;`],
    ["foreign keys that are not checked", "SET FOREIGN_KEY_CHECKS=0;\nCREATE TABLE o (c INT, FOREIGN KEY (c) REFERENCES c (id));\nCREATE TABLE c (id INT PRIMARY KEY);\nDROP TABLE c;\nSET FOREIGN_KEY_CHECKS=1;"],
    ["a view of a dropped table", "CREATE TABLE t (a INT);\nCREATE VIEW v AS SELECT a FROM t;\nDROP TABLE t;"],
    ["an index that another one stands in for", `${shop}ALTER TABLE o DROP INDEX o_c, ADD INDEX o_c2 (c, n);`],
    ["an index that goes with its only column", "CREATE TABLE t (a INT, b INT, KEY i (a));\nALTER TABLE t DROP COLUMN a;\nALTER TABLE t ADD a INT, ADD INDEX i (a);"],
    ["indexes and triggers of the same name in two tables", "CREATE TABLE t (a INT, KEY i (a));\nCREATE TABLE u (a INT, KEY i (a));\nDROP INDEX i ON t;\nDROP INDEX i ON u;"],
    ["keys that the server names", "CREATE TABLE t (a INT, b INT, KEY (a), KEY (a, b), UNIQUE (a));"],
    ["a procedure and a function of one name", "CREATE PROCEDURE p() SELECT 1;\nCREATE FUNCTION p() RETURNS INT RETURN 1;"],
    ["a swap", "CREATE TABLE a (x INT);\nCREATE TABLE b (x INT);\nRENAME TABLE a TO t, b TO a, t TO b;\nDROP TABLE a, b;"],
    ["bodies that run later", "CREATE PROCEDURE p() DELETE FROM t;\nCREATE TABLE t (a INT);\nCALL p();"],
    ["a column behind one that is renamed with it", "CREATE TABLE t (a INT);\nALTER TABLE t CHANGE a b INT, ADD c INT AFTER b;"],
    ["names of columns in another case", "CREATE TABLE t (Id INT);\nSELECT t.ID FROM t;\nCREATE INDEX i ON t (iD);"],
    ["temporary tables of each script", "CREATE TEMPORARY TABLE t (a INT);\nINSERT INTO t (a) VALUES (1);\nDROP TEMPORARY TABLE t;"],
    ["dumps", "/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;\nCREATE TABLE o (c INT, FOREIGN KEY (c) REFERENCES c (id));\nCREATE TABLE c (id INT PRIMARY KEY);\n/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;"],
  ])("accepts %s", (_, sql) => {
    expect(complete(sql)).toEqual([]);
  });

  it("knows what the flavours do differently", () => {
    const parentFirst = `${shop}DROP TABLE c, o;`;
    expect(complete(parentFirst, "mariadb")).toEqual(["error drop-order table c 2:11"]);
    const anyIndex = "CREATE TABLE c (a INT, b INT, KEY (a, b));\nCREATE TABLE o (a INT, FOREIGN KEY (a) REFERENCES c (a));";
    expect(complete(anyIndex)).toEqual(["warning missing table c 1:50"]);
    expect(complete(anyIndex, "mariadb")).toEqual([]);
  });

  it("moves statements to where they work, also with # comments between them", () => {
    const { findings } = check({ "a.sql": "CREATE TABLE o (c INT, FOREIGN KEY (c) REFERENCES c (id)); # orders\n# customers\nCREATE TABLE c (id INT PRIMARY KEY);\n" }, { engine: "mysql", complete: true });
    expect(findings[0]?.fix?.edits?.[0]?.newText).toBe("# customers\nCREATE TABLE c (id INT PRIMARY KEY);\nCREATE TABLE o (c INT, FOREIGN KEY (c) REFERENCES c (id)); # orders\n");
  });

  it("moves nothing across DELIMITER", () => {
    const { findings } = check({ "a.sql": "CREATE VIEW v AS SELECT a FROM t;\nDELIMITER //\nCREATE TABLE t (a INT)//\nDELIMITER ;\n" }, { engine: "mysql", complete: true });
    expect(findings.map(({ rule, fix }) => [rule, fix])).toEqual([["order/used-before-created", undefined]]);
  });

  it("asks for nothing that another migration may have made", () => {
    expect(problems("ALTER TABLE known ADD COLUMN a INT;\nDROP VIEW other;", "mysql")).toEqual([]);
  });
});
