import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pieces } from "../../../src/core/script/script.ts";
import type { Flavour } from "../../../src/engines/mysql/flavourName.ts";
import { clientCommands } from "../../../src/engines/mysql/clientCommands.ts";
import { cut, split } from "../../../src/engines/mysql/split.ts";

const texts = (script: string, flavour: Flavour = "mysql", version?: number): string[] => split(script, flavour, version).statements.map((statement) => statement.text);

describe("statements end where the client ends them", () => {
  test.each([
    ["SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]],
    ["", []],
    [" ;; -- nothing\n /* at all */ # ; \n;", []],
    ["SELECT ';', \";\", `;` -- ;\n /* ; */ # ;\n + 1 ; SELECT 2;", ["SELECT ';', \";\", `;` -- ;\n /* ; */ # ;\n + 1", "SELECT 2"]],
    ["SELECT 'it''s;', 'it\\'s;' ; SELECT \"a\\\";\"", ["SELECT 'it''s;', 'it\\'s;'", 'SELECT "a\\";"']],
    ["SELECT 1 --2; SELECT 3", ["SELECT 1 --2", "SELECT 3"]],
    ["SELECT 1\\G SELECT 2\\g\nSELECT 3", ["SELECT 1", "SELECT 2", "SELECT 3"]],
    ["USE shop\nSELECT 1; use `a b`; SELECT 2", ["USE shop", "SELECT 1", "use `a b`", "SELECT 2"]],
    ["SELECT 'größe 😀'; SELECT 2", ["SELECT 'größe 😀'", "SELECT 2"]],
    ["\ufeffSELECT 1;\r\nSELECT 2\r\n", ["SELECT 1", "SELECT 2"]],
    ["SELECT 'open; SELECT 1;", ["SELECT 'open; SELECT 1;"]],
    ["SELECT 1 /* open; SELECT 1;", ["SELECT 1"]],
    ["CREATE TABLE 1a (`2``;` INT, 3b INT); SELECT 1e5, .5, a.1b", ["CREATE TABLE 1a (`2``;` INT, 3b INT)", "SELECT 1e5, .5, a.1b"]],
  ])("%j", (script, expected) => {
    expect(texts(script)).toEqual(expected);
  });

  test("a client's commands are gaps", () => {
    const { script, commands } = cut("source a.sql\nSELECT 1;\nsystem ls\n\\. b.sql\nSELECT 2;\ntee out.txt\nDELIMITER $$\nSELECT 3$$", "mysql");
    expect(script.statements.map(({ text }) => text)).toEqual(["SELECT 1", "SELECT 2", "SELECT 3"]);
    expect(commands.map(({ name, harmless }) => [name, harmless])).toEqual([["source", false], ["system", false], ["source", false], ["tee", true], ["delimiter", true]]);
  });
});

describe("DELIMITER", () => {
  test.each([
    ["DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\ndelimiter ;\nSELECT 2;", ["CREATE PROCEDURE p() BEGIN SELECT 1; END", "SELECT 2"]],
    ["DELIMITER $$\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN END$$\nSELECT 1$$", ["CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN END", "SELECT 1"]],
    ["DELIMITER ;;\n/*!50003 CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.a = 1 */;;\nDELIMITER ;\nSELECT 1;", ["/*!50003 CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.a = 1 */", "SELECT 1"]],
    ["DELIMITER go\nSELECT 1 go SELECT 2\ngo", ["SELECT 1", "SELECT 2"]],
    ["DELIMITER |\nSELECT 'a|b', 2 || 3| SELECT 4|", ["SELECT 'a|b', 2", "3", "SELECT 4"]],
  ])("%j", (script, expected) => {
    expect(texts(script)).toEqual(expected);
  });
});

describe("bodies stay whole without DELIMITER", () => {
  test.each([
    "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN IF NEW.a > 0 THEN SET NEW.a = 1; ELSE SET NEW.a = 2; END IF; END",
    "CREATE DEFINER=`root`@`%` PROCEDURE p(IN x INT) COMMENT 'a;b' BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; END; SELECT CASE WHEN x THEN 1 ELSE 2 END; END",
    "CREATE PROCEDURE p() again: LOOP SET @a = IF(@a, 1, 2); LEAVE again; END LOOP again",
    "CREATE PROCEDURE p() WHILE @a < 3 DO SET @a = REPEAT('x', 2); END WHILE",
    "CREATE PROCEDURE p() BEGIN REPEAT SET @a = 1; UNTIL @a END REPEAT; CASE @a WHEN 1 THEN SELECT 1; ELSE BEGIN END; END CASE; END",
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM a; END",
    "CREATE PROCEDURE IF NOT EXISTS p() BEGIN DROP TABLE IF EXISTS a; IF EXISTS (SELECT 1) THEN SELECT 1; END IF; END",
    "CREATE PROCEDURE p() BEGIN SELECT a.end, begin.x FROM a; SELECT `end`; END",
    "CREATE FUNCTION f() RETURNS INT RETURN IF(1, 2, 3)",
    "CREATE TABLE t (begin INT, end INT)",
    "CREATE VIEW v AS SELECT CASE WHEN 1 THEN 2 END AS x",
  ])("%s", (statement) => {
    expect(texts(`SELECT 0; ${statement}; SELECT 9;`)).toEqual(["SELECT 0", statement, "SELECT 9"]);
  });

  test.each(["BEGIN NOT ATOMIC SELECT 1; SELECT 2; END", "CREATE PROCEDURE p() FOR i IN 1..3 DO SELECT i; END FOR"])("on MariaDB %s", (statement) => {
    expect(texts(`${statement}; SELECT 9;`, "mariadb")).toEqual([statement, "SELECT 9"]);
  });

  test("a transaction is no body", () => {
    expect(texts("BEGIN; SELECT 1; COMMIT; START TRANSACTION; END")).toEqual(["BEGIN", "SELECT 1", "COMMIT", "START TRANSACTION", "END"]);
  });
});

describe("versioned comments are code where the server executes them", () => {
  test("an executed one is a statement, an ordinary one is a gap", () => {
    expect(texts("/*!50000 DROP TABLE x */; /* DROP TABLE y */; /*! SELECT 1 */;")).toEqual(["/*!50000 DROP TABLE x */", "/*! SELECT 1 */"]);
  });

  test("one for a newer version than the server's is a gap", () => {
    expect(texts("/*!90100 SELECT 1 */; SELECT 2", "mysql", 80_036)).toEqual(["SELECT 2"]);
    expect(texts("/*!80013 SELECT 1 */; SELECT 2", "mysql", 80_036)).toEqual(["/*!80013 SELECT 1 */", "SELECT 2"]);
  });

  test("the flavours read them differently", () => {
    const script = "/*!80013 SELECT 'mysql' */; /*M!100500 SELECT 'mariadb' */; /*!40101 SELECT 'both' */;";
    expect(texts(script, "mysql")).toEqual(["/*!80013 SELECT 'mysql' */", "/*!40101 SELECT 'both' */"]);
    expect(texts(script, "mariadb")).toEqual(["/*M!100500 SELECT 'mariadb' */", "/*!40101 SELECT 'both' */"]);
  });

  test("the first line of MariaDB's dumps says nothing to either", () => {
    for (const flavour of ["mysql", "mariadb"] as const) expect(texts("/*M!999999\\- enable the sandbox mode */ \nSELECT 1;", flavour)).toEqual(["SELECT 1"]);
  });
});

describe("sql_mode that the script sets", () => {
  test("NO_BACKSLASH_ESCAPES ends a text at its quote", () => {
    expect(texts("SET sql_mode = 'NO_BACKSLASH_ESCAPES'; SELECT 'a\\'; SELECT 'b'")).toEqual(["SET sql_mode = 'NO_BACKSLASH_ESCAPES'", "SELECT 'a\\'", "SELECT 'b'"]);
  });

  test("ANSI_QUOTES makes names of double quotes, and dumps put the mode back", () => {
    const script = "SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='ANSI_QUOTES'; SELECT \"a\\\"; SET SQL_MODE=@OLD_SQL_MODE; SELECT \"b\\\";\"";
    expect(texts(script).slice(1)).toEqual(['SELECT "a\\"', "SET SQL_MODE=@OLD_SQL_MODE", 'SELECT "b\\";"']);
  });

  test("a mode that is added to or taken away", () => {
    expect(texts("SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES'); SELECT \"a\\\"; SET sql_mode = REPLACE(@@sql_mode, 'ANSI_QUOTES', ''); SELECT \"b\\\";\"")).toHaveLength(4);
    expect(texts("SET GLOBAL sql_mode = 'ANSI_QUOTES'; SELECT \"b\\\";\"")).toHaveLength(2);
  });
});

const fragment = fc.oneof(
  fc.constantFrom(
    "CREATE ", "PROCEDURE ", "TRIGGER ", "BEGIN ", "END", "end;", ";", "\n", " ", "--", "-- ", "#", "/*", "/*!50003 ", "/*M!100500 ", "*/", "'", '"', "`", "\\", "\\g", "\nDELIMITER $$\n", "$$", "\nDELIMITER ;\n", "CASE ", "IF ",
    "\nsource x", "USE a\n", "\0", "\r\n", "😀", "\ufeff", "@", "1e", ".", "x'", "SET sql_mode='ANSI_QUOTES';",
  ),
  fc.string({ unit: "binary", maxLength: 5 }),
);

test.each(["mysql", "mariadb"] as const)("on %s pieces add up to the input exactly, and statements are never blank", (flavour) => {
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join("")), (text) => {
      const result = split(text, flavour);
      expect(pieces(result).map((piece) => piece.text).join("")).toBe(text);
      for (const statement of result.statements) {
        expect(text.slice(statement.start, statement.end)).toBe(statement.text);
        expect(statement.text).toMatch(/[^ \t-\r]/);
      }
    }),
    { numRuns: 1500 },
  );
});

test("of the client's commands those are told that are left out; DELIMITER is carried out", () => {
  const script = split("DELIMITER //\nCREATE PROCEDURE p() BEGIN END//\ndelimiter ;\npager less\nSELECT 1;\n", "mysql");
  expect(script.statements.map(({ text }) => text)).toEqual(["CREATE PROCEDURE p() BEGIN END", "SELECT 1"]);
  expect(clientCommands(script, "mysql").map(({ written }) => written)).toEqual(["pager"]);
});
