import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pieces } from "../../../src/core/script/script.ts";
import { split } from "../../../src/engines/sqlite/split.ts";

const texts = (script: string): string[] => split(script).statements.map((statement) => statement.text);

describe("statements", () => {
  test.each([
    ["SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]],
    ["", []],
    [" ;; -- nothing\n /* at all */ ;", []],
    ["SELECT ';', \";\", `;`, [;] -- ;\n /* ; */ + 1 ; SELECT 2;", ["SELECT ';', \";\", `;`, [;] -- ;\n /* ; */ + 1", "SELECT 2"]],
    ["SELECT 'it''s;' ; SELECT \"a\"\";\"", ["SELECT 'it''s;'", 'SELECT "a"";"']],
    ["CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT CASE WHEN 1 THEN 2 END; END; SELECT 3", ["CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT CASE WHEN 1 THEN 2 END; END", "SELECT 3"]],
    ["create /* x */ temp trigger t after insert on a begin select 1;end ; select 2", ["create /* x */ temp trigger t after insert on a begin select 1;end", "select 2"]],
    ["EXPLAIN QUERY PLAN CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END; SELECT 2", ["EXPLAIN QUERY PLAN CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END", "SELECT 2"]],
    ["BEGIN; INSERT INTO t VALUES (1); COMMIT;", ["BEGIN", "INSERT INTO t VALUES (1)", "COMMIT"]],
    ["CREATE TABLE trigger_end (a); SELECT 1", ["CREATE TABLE trigger_end (a)", "SELECT 1"]],
    [".mode box\nSELECT 1;\n.schema t\n# note; here\nSELECT 2;\n .5;", ["SELECT 1", "SELECT 2", ".5"]],
    ["\ufeffSELECT 1;\r\nSELECT 2\r\n", ["SELECT 1", "SELECT 2"]],
    ["SELECT 'open; SELECT 1;", ["SELECT 'open; SELECT 1;"]],
    ["SELECT 1 /* open; SELECT 1;", ["SELECT 1"]],
    ["SELECT 'größe 😀'; SELECT 2", ["SELECT 'größe 😀'", "SELECT 2"]],
    [" \v;SELECT\n\v1", ["SELECT\n\v1"]],
    ["\v; SELECT 1", ["\v", "SELECT 1"]],
  ])("%j", (script, expected) => {
    expect(texts(script)).toEqual(expected);
  });
});

const fragment = fc.oneof(
  fc.constantFrom("CREATE ", "TEMP ", "TRIGGER ", "BEGIN ", "END", "end;", ";", "\n", " ", "--", "/*", "*/", "'", '"', "`", "[", "]", "\n.dot", "CASE ", "EXPLAIN ", "\0", "\v", "\r\n", "-", "/", "😀", "\ufeff"),
  fc.string({ unit: "binary", maxLength: 5 }),
);
const script = fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join(""));

test("pieces add up to the input exactly, and statements are never blank", () => {
  fc.assert(
    fc.property(script, (text) => {
      const result = split(text);
      expect(pieces(result).map((piece) => piece.text).join("")).toBe(text);
      for (const statement of result.statements) {
        expect(text.slice(statement.start, statement.end)).toBe(statement.text);
        expect(statement.text).not.toMatch(/^(?:\ufeff|[ \t\n\f\r][ \t\n\v\f\r]*)*$/);
      }
    }),
    { numRuns: 2000 },
  );
});

/** Valid statements, so that SQLite itself can say where each of them ends. */
const valid = fc.constantFrom(
  "SELECT 1", "SELECT ';' AS \";\"", "-- c;\nSELECT [a;b] FROM (SELECT 1 AS [a;b])", "BEGIN", "COMMIT", "SELECT CASE WHEN 1 THEN 2 END", "/* ; */ VALUES (';')",
  "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; SELECT CASE 1 WHEN 1 THEN ';' END; END", "CREATE TEMP TRIGGER y BEFORE DELETE ON t BEGIN DELETE FROM t; END",
  "CREATE TABLE \"end;\" (trigger)", "EXPLAIN SELECT 1", "SELECT 'a' -- end\n", "CREATE VIEW v AS SELECT 1 AS \"trigger\"", "PRAGMA foreign_keys = off", "CREATE TABLE temp.create_trigger (a, \"b;\" TEXT DEFAULT ';')",
);

test("SQLite takes every piece as one statement, and as many as there are", () => {
  const database = new Database(":memory:");
  database.exec("CREATE TABLE t (a)");
  fc.assert(
    fc.property(fc.array(fc.tuple(valid, fc.constantFrom(";", " ;\n", " \v;", ";;", "; -- c\n")), { maxLength: 12 }), (parts) => {
      const result = split(parts.map(([sql, end]) => sql + end).join(""));
      expect(result.statements).toHaveLength(parts.length);
      for (const statement of result.statements) expect(() => database.prepare(`EXPLAIN ${statement.text.replace(/^(--.*\n|\s|\/\*.*?\*\/)*EXPLAIN/i, "")}`)).not.toThrow();
    }),
    { numRuns: 300 },
  );
  database.close();
});
