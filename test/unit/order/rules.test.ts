import { describe, expect, it } from "vitest";
import { brief, check, problems } from "./check.ts";

describe("verify-order on PostgreSQL", () => {
  it.each([
    ["an index before its table", "CREATE INDEX i ON t (a);\nCREATE TABLE t (a int);", ["error used-before-created table t 0:18"]],
    ["a foreign key before its table", "CREATE TABLE a (b int REFERENCES c (id));\nCREATE TABLE c (id int PRIMARY KEY);", ["error used-before-created table c 0:33"]],
    ["a foreign key before the key", "CREATE TABLE c (id int);\nCREATE TABLE a (b int REFERENCES c (id));\nALTER TABLE c ADD CONSTRAINT k PRIMARY KEY (id);", ["error used-before-created constraint c.k 1:33"]],
    ["a view before its table", "CREATE VIEW v AS SELECT * FROM s.t;\nCREATE SCHEMA s;\nCREATE TABLE s.t (a int);", ["error used-before-created table s.t 0:31"]],
    ["a table before its schema", "CREATE TABLE s.t (a int);\nCREATE SCHEMA s;", ["error used-before-created schema s 0:13"]],
    ["a column before its type", "CREATE TABLE t (m mood);\nCREATE TYPE mood AS ENUM ('a');", ["error used-before-created type mood 0:18"]],
    ["a trigger before its function", "CREATE TABLE t (a int);\nCREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();\nCREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';", ["error used-before-created function f 1:66"]],
    ["a default before its sequence", "CREATE TABLE t (a int DEFAULT nextval('q'));\nCREATE SEQUENCE q;", ["error used-before-created sequence q 0:38"]],
    ["an extension's type before the extension", "CREATE TABLE t (a citext);\nCREATE EXTENSION citext;", ["error used-before-created type citext 0:18"]],
    ["an index on a column that comes later", "CREATE TABLE t (a int);\nCREATE INDEX i ON t (b);\nALTER TABLE t ADD COLUMN b int;", ["error used-before-created column t.b 1:21"]],
    ["a policy before its column", "CREATE TABLE t (a int);\nCREATE POLICY p ON t USING (o = 1);\nALTER TABLE t ADD o int;", ["error used-before-created column t.o 1:28"]],
    ["data before its table", "INSERT INTO t VALUES (1);\nCREATE TABLE t (a int);", ["error used-before-created table t 0:12"]],
    ["a column that is nowhere", "CREATE TABLE t (a int);\nCREATE INDEX i ON t (b);", ["warning missing column t.b 1:21"]],
    ["a key that is nowhere", "CREATE TABLE c (id int);\nCREATE TABLE a (b int REFERENCES c (id));", ["warning missing table c 1:33"]],
    ["use after drop", "CREATE TABLE t (a int);\nDROP TABLE t;\nINSERT INTO t VALUES (1);", ["error used-after-dropped table t 2:12"]],
    ["use of a dropped column", "CREATE TABLE t (a int, b int);\nALTER TABLE t DROP COLUMN b;\nCREATE INDEX i ON t (b);", ["error used-after-dropped column t.b 2:21"]],
    ["use of a renamed table", "CREATE TABLE t (a int);\nALTER TABLE t RENAME TO u;\nCREATE INDEX i ON t (a);", ["error used-after-dropped table t 2:18"]],
    ["dropping twice", "CREATE TABLE t (a int);\nDROP TABLE t;\nDROP TABLE t;", ["error used-after-dropped table t 2:11"]],
    ["creating twice", "CREATE TABLE t (a int);\nCREATE VIEW public.t AS SELECT 1;", ["error created-twice view public.t 1:19"]],
    ["adding a column twice", "CREATE TABLE t (a int);\nALTER TABLE t ADD COLUMN a text;", ["error created-twice column t.a 1:25"]],
    ["dropping what a foreign key needs", "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (x int REFERENCES a);\nDROP TABLE a;", ["error drop-order table a 2:11"]],
    ["dropping what a view needs", "CREATE TABLE a (id int, x int);\nCREATE VIEW v AS SELECT x FROM a;\nALTER TABLE a DROP COLUMN x;", ["error drop-order column a.x 2:26"]],
    ["dropping a trigger's function", "CREATE TABLE t (a int);\nCREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\nCREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f();\nDROP FUNCTION f();", ["error drop-order function f 3:14"]],
    ["dropping a full schema", "CREATE SCHEMA s;\nCREATE TABLE s.t (a int);\nDROP SCHEMA s;", ["error drop-order schema s 2:12"]],
    ["an enum value in its own transaction", "CREATE TYPE m AS ENUM ('a');\nCREATE TABLE t (m m);\nBEGIN;\nALTER TYPE m ADD VALUE 'b';\nINSERT INTO t VALUES ('b');\nCOMMIT;", ["error enum-value-same-transaction type m 4:22"]],
    ["an enum value in its own file", "ALTER TYPE m ADD VALUE 'b';\nALTER TABLE t ALTER c SET DEFAULT 'b'::m;", ["warning enum-value-same-transaction type m 1:34"]],
    ["a syntax error", "CREATE TABLE t (a int);\nCREATE TABEL u (a int);", ["error syntax undefined 1:7"]],
  ])("finds %s", (_, sql, expected) => {
    expect(problems(sql)).toEqual(expected);
  });

  it.each([
    ["what works", "CREATE TABLE c (id int PRIMARY KEY);\nCREATE TABLE a (b int REFERENCES c);\nDROP TABLE a;\nDROP TABLE c;"],
    ["dropping both at once", "CREATE TABLE c (id int PRIMARY KEY);\nCREATE TABLE a (b int REFERENCES c);\nDROP TABLE c, a;"],
    ["CASCADE", "CREATE TABLE c (id int PRIMARY KEY);\nCREATE VIEW v AS SELECT id FROM c;\nDROP TABLE c CASCADE;\nCREATE VIEW v AS SELECT 1;"],
    ["a foreign key that goes with its column", "CREATE TABLE c (id int PRIMARY KEY);\nCREATE TABLE a (b int REFERENCES c, d int);\nALTER TABLE a DROP COLUMN b;\nDROP TABLE c;"],
    ["a type that its column left", "CREATE TYPE m AS ENUM ('a');\nCREATE TABLE t (x m);\nALTER TABLE t ALTER x TYPE text;\nDROP TYPE m;"],
    ["a view that was replaced", "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\nCREATE VIEW v AS SELECT id FROM a;\nCREATE OR REPLACE VIEW v AS SELECT id FROM b;\nDROP TABLE a;"],
    ["renames", "CREATE TABLE t (a int);\nALTER TABLE t RENAME TO u;\nALTER TABLE u RENAME a TO b;\nCREATE INDEX i ON u (b);\nCREATE TABLE t (a int);"],
    ["overloads", "CREATE FUNCTION f(int) RETURNS int RETURN 1;\nCREATE FUNCTION f(text) RETURNS int RETURN 1;\nDROP FUNCTION f(int);\nSELECT f('a');"],
    ["bodies that run later", "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t; END $$;\nCREATE TABLE t (a int);"],
    ["objects of another migration", "CREATE INDEX i ON known (a);\nDROP VIEW other;\nCREATE TABLE s.t (a int);"],
    ["what existed before and is dropped", "INSERT INTO t VALUES (1);\nDROP TABLE t;\nCREATE TABLE t (a int);"],
    ["parentheses of the same transaction", "BEGIN;\nCREATE TYPE m AS ENUM ('a');\nALTER TYPE m ADD VALUE 'b';\nCREATE TABLE t (m m DEFAULT 'b');\nCOMMIT;"],
    ["WITH queries, outputs and system columns", "CREATE TABLE t (a int);\nWITH w AS (SELECT a FROM t) SELECT a AS z, ctid FROM t ORDER BY z;\nSELECT * FROM w_later;\n"],
  ])("accepts %s", (_, sql) => {
    expect(problems(sql)).toEqual([]);
  });

  it("warns only where a replaceable object may exist already", () => {
    const sql = "CREATE TRIGGER g BEFORE INSERT ON known EXECUTE FUNCTION f();\nCREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';";
    expect(problems(sql)).toEqual(["warning used-before-created function f 0:57"]);
    expect(brief(check({ "a.sql": sql }, { complete: true }).findings)).toEqual(["error used-before-created function f 0:57"]);
  });
});

describe("verify-order on SQLite", () => {
  it("accepts foreign keys and views on later tables, not indexes and triggers", () => {
    expect(problems("CREATE TABLE a (b INTEGER REFERENCES c (id));\nCREATE VIEW v AS SELECT * FROM c;\nCREATE TABLE c (id INTEGER PRIMARY KEY);", "sqlite")).toEqual([]);
    expect(problems("CREATE INDEX i ON t (a);\nCREATE TABLE t (a);", "sqlite")).toEqual(["error used-before-created table t 0:18"]);
    expect(problems("CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;\nCREATE TABLE t (a);", "sqlite")).toEqual(["error used-before-created table t 0:33"]);
  });

  it("accepts the twelve steps of a table that is made anew", () => {
    const sql = "CREATE TABLE t (a, b);\nCREATE INDEX i ON t (b);\nCREATE TABLE new (a);\nINSERT INTO new (a) SELECT a FROM t;\nDROP TABLE t;\nALTER TABLE new RENAME TO t;\nCREATE INDEX i ON t (a);";
    expect(problems(sql, "sqlite")).toEqual([]);
  });
});
