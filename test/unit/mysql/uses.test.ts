import { describe, expect, it } from "vitest";
import { analyse, lastOf, shown, usesOf } from "./facts.ts";

describe("what statements need", () => {
  it.each([
    ["keys, checks, generated columns", "CREATE TABLE t (id INT, a INT AS (b + f(1)), KEY (c, d(10)), CHECK (e > 0), FOREIGN KEY (a) REFERENCES u (x))", ["column t.a", "column t.b", "column t.c", "column t.d", "column t.e", "column u.x", "routine f", "table u"]],
    ["parts of indexes", "CREATE UNIQUE INDEX i ON t (a, (lower(b)), c(3) DESC)", ["column t.a", "column t.b", "column t.c", "table t"]],
    ["queries of views", "CREATE VIEW v AS WITH w AS (SELECT x.a FROM x) SELECT w.a, y.b, g(y.b) FROM w LEFT JOIN s.y AS y ON y.c = w.a AND LEFT(y.d, 2) = 'a'", ["column s.y.b", "column s.y.c", "column s.y.d", "column x.a", "routine g", "table s.y", "table x"]],
    ["bare columns where one table is all there is", "SELECT a, b AS c, COUNT(*) n, DATE_ADD(d, INTERVAL 1 DAY) FROM t WHERE e COLLATE utf8mb4_bin = _utf8mb4'x' GROUP BY a HAVING n > 1 ORDER BY c", ["column t.a", "column t.b", "column t.d", "column t.e", "table t"]],
    ["no bare columns of inner queries", "SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE z = y)", ["column t.a", "table t", "table u"]],
    ["table functions and derived tables", "SELECT j.x FROM t, JSON_TABLE(t.doc, '$[*]' COLUMNS (x INT PATH '$.x')) AS j, (SELECT 1 AS k) d", ["column t.doc", "table t"]],
    ["hints and partitions", "SELECT t.a FROM t PARTITION (p0) FORCE INDEX FOR JOIN (i) STRAIGHT_JOIN u USE INDEX (k) ON u.a = t.a", ["column t.a", "column u.a", "table t", "table u"]],
    ["the rows of triggers, not their bodies", "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW FOLLOWS h BEGIN SET NEW.a = OLD.b; INSERT INTO log VALUES (1); END", ["column t.a", "column t.b", "table t", "trigger h"]],
    ["no body of a routine", "CREATE PROCEDURE p() SELECT * FROM t", []],
    ["rights", "GRANT SELECT (a), INSERT ON t TO 'x'@'%', y@Host", ["column t.a", "role x@%", "role y@host", "table t"]],
    ["inserted rows", "INSERT INTO t (a) SELECT b FROM u ON DUPLICATE KEY UPDATE c = VALUES(a)", ["column t.a", "column t.c", "column u.b", "table t", "table u"]],
    ["joined updates", "UPDATE t JOIN u ON u.id = t.id SET t.a = u.b", ["column t.a", "column t.id", "column u.b", "column u.id", "table t", "table u"]],
    ["changes of a table", "ALTER TABLE t CHANGE a b INT AFTER c, ADD d INT FIRST, ADD INDEX (d), RENAME INDEX i TO j", ["column t.a", "column t.c", "column t.d", "index t.i", "table t"]],
    ["loaded files", "LOAD DATA LOCAL INFILE 'x' INTO TABLE t FIELDS TERMINATED BY ',' (a, @b) SET c = @b", ["column t.a", "column t.c", "table t"]],
    ["names of the database in use", "USE shop; SELECT 1 FROM shop.t", ["table t"]],
    ["temporary tables", "CREATE TEMPORARY TABLE t (a INT); INSERT INTO t (a) VALUES (1)", ["column temporary.t.a", "table temporary.t"]],
  ])("reads %s", (_, sql, expected) => {
    expect(usesOf(sql)).toEqual(expected);
  });

  it("leaves the targets of foreign keys alone while they are not checked", () => {
    expect(usesOf("SET FOREIGN_KEY_CHECKS = 0; CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES u (x))")).toEqual(["column t.a"]);
    expect(usesOf("SET @OLD=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0; SET FOREIGN_KEY_CHECKS=@OLD; CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES u (x))")).toContain("table u");
    expect(lastOf("SET FOREIGN_KEY_CHECKS = 0; DROP TABLE u").unchecked).toBe(true);
  });

  it("honours REFERENCES behind a column as the server does", () => {
    const sql = "CREATE TABLE t (a INT REFERENCES u (x))";
    expect(usesOf(sql, "mysql", 80_036)).toEqual([]);
    expect(usesOf(sql, "mysql", 90_000)).toEqual(["column t.a", "column u.x", "table u"]);
    expect(usesOf(sql, "mariadb")).toContain("table u");
  });

  it("names the key that a foreign key needs", () => {
    expect(lastOf("ALTER TABLE t ADD FOREIGN KEY (a, b) REFERENCES u (C, d)").uses.flatMap((use) => use.needsUniqueOn ?? [])).toEqual(["c", "d"]);
  });

  it("places uses in UTF-16 units, also after other characters", () => {
    const sql = "-- 😀\nSELECT 'ü'; DELETE FROM été.`Straße` WHERE a = '😀'; SELECT 1 FROM später";
    const placed = analyse(sql).statements.flatMap(({ uses }) => uses.filter((use) => use.kind === "table").map((use) => sql.slice(use.start, use.end)));
    expect(placed).toEqual(["été.`Straße`", "später"]);
  });

  it("reads sequences on MariaDB", () => {
    expect(usesOf("CREATE TABLE t (a INT DEFAULT NEXTVAL(q))", "mariadb")).toEqual(["sequence q"]);
    expect(usesOf("SELECT NEXT VALUE FOR q", "mariadb")).toEqual(["sequence q"]);
  });
});

describe("what statements are", () => {
  it.each([
    ["CREATE TABLE t (a INT)", "ddl", "outside"], ["CREATE TEMPORARY TABLE t (a INT)", "ddl", "inside"], ["CREATE TEMPORARY TABLE t (a INT); DROP TEMPORARY TABLE t", "ddl", "inside"], ["CREATE TEMPORARY TABLE t (a INT); ALTER TABLE t ADD b INT", "ddl", "outside"],
    ["INSERT INTO t VALUES (1)", "dml", "inside"], ["SELECT 1", "query", "inside"], ["SELECT 1 INTO OUTFILE '/x'", "query", "sideEffects"], ["ANALYZE TABLE t", "utility", "outside"], ["LOCK TABLES t WRITE", "session", "outside"],
    ["SET @a = 1", "session", "inside"], ["SET GLOBAL max_connections = 1", "session", "sideEffects"], ["SET autocommit = 1", "session", "outside"], ["SET PASSWORD = 'x'", "session", "outside"],
    ["CALL unknown_procedure()", "dml", "outside"], ["CREATE PROCEDURE p() DELETE FROM t; CALL p()", "dml", "inside"], ["CREATE PROCEDURE p() CREATE TABLE t (a INT); CALL p()", "dml", "outside"],
    ["START TRANSACTION", "transactionControl", "inside"], ["/*!40101 SET NAMES utf8 */", "session", "inside"], ["GRANT ALL ON *.* TO x", "ddl", "outside"], ["FLUSH PRIVILEGES", "utility", "outside"],
  ])("%s: %s, %s", (sql, kind, transaction) => {
    expect(lastOf(sql)).toMatchObject({ kind, transaction });
  });

  it.each([
    ["ALTER TABLE t ADD COLUMN a INT", "ALTER TABLE … ADD COLUMN"], ["ALTER TABLE t ADD a INT, DROP b", "ALTER TABLE …"], ["CREATE OR REPLACE VIEW v AS SELECT 1", "CREATE OR REPLACE VIEW"], ["CREATE DEFINER=a@b TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1", "CREATE TRIGGER"],
    ["CREATE UNIQUE INDEX i ON t (a)", "CREATE UNIQUE INDEX"], ["RENAME TABLE a TO b", "RENAME TABLE"], ["ROLLBACK TO x", "ROLLBACK TO SAVEPOINT"], ["ALTER TABLE t RENAME TO u", "ALTER TABLE … RENAME TO"],
  ])("%s is called %s", (sql, verb) => {
    expect(lastOf(sql).verb).toBe(verb);
  });

  it("gives each key its name, or says that the server gives it", () => {
    const { defines } = lastOf("CREATE TABLE t (id INT PRIMARY KEY, a INT UNIQUE, KEY (a), KEY k (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id))");
    expect(defines.map((object) => `${shown(object)}${object.implicit === true ? " (implicit)" : ""}`)).toEqual(["table t", "column t.id", "constraint t.PRIMARY", "column t.a", "index t.a (implicit)", "index t.a (implicit)", "index t.k", "constraint t.f"]);
  });

  it("says what cannot be read, and what only a client can do", () => {
    expect(analyse("BLAH x;\nsource a.sql\nSELECT 1").problems.map(({ message, offset }) => [offset, message])).toEqual([[0, '"BLAH x" starts no statement that MySQL knows'], [8, "source is a command of the mysql client, which is not run here"]]);
  });
});
