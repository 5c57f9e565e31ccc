import { describe, expect, test } from "vitest";
import type { ObjectRef, ObjectUse } from "../../../src/core/script/facts.ts";
import { one, read } from "./parse.ts";

const name = (ref: ObjectRef): string => `${ref.kind} ${ref.schema === undefined ? "" : `${ref.schema}.`}${ref.table === undefined ? "" : `${ref.table}.`}${ref.name}`;
const used = (use: ObjectUse): string => `${name(use)}${use.soft === true ? " (soft)" : ""}${use.needsUniqueOn === undefined ? "" : ` unique on ${use.needsUniqueOn.join(", ")}`}`;

describe("what a statement defines and uses", () => {
  test.each<readonly [string, { readonly defines?: string[]; readonly uses?: string[]; readonly drops?: string[] }]>([
    ['CREATE TABLE main."A b" (Id, x REFERENCES Other (Id), y, FOREIGN KEY (y) REFERENCES "A b")', { defines: ["table a b", "column a b.id", "column a b.x", "column a b.y"], uses: ["table other (soft) unique on id"] }],
    ["CREATE TEMP TABLE t AS SELECT * FROM a JOIN b USING (id)", { defines: ["table t"], uses: ["table a", "table b"] }],
    ["CREATE VIEW v AS WITH c AS (SELECT * FROM a) SELECT * FROM c, b WHERE x IN d", { defines: ["view v"], uses: ["table a (soft)", "table b (soft)", "table d (soft)"] }],
    ["CREATE UNIQUE INDEX i ON t (a COLLATE NOCASE, lower(b)) WHERE c > 1", { defines: ["index t.i"], uses: ["table t", "column t.a", "column t.b", "column t.c"] }],
    ["CREATE TRIGGER g AFTER UPDATE OF a ON t BEGIN INSERT INTO log (line) VALUES (new.a); END", { defines: ["trigger t.g"], uses: ["table t", "column t.a (soft)", "table log (soft)", "column log.line (soft)"] }],
    ["CREATE TRIGGER g INSTEAD OF DELETE ON v BEGIN DELETE FROM t WHERE id = old.id; END", { defines: ["trigger v.g"], uses: ["view v", "table t (soft)"] }],
    ["CREATE VIRTUAL TABLE f USING fts5(a, content='t', content_rowid = id)", { defines: ["table f"], uses: ["table t (soft)"] }],
    ["ALTER TABLE t ADD COLUMN c INT REFERENCES o (id)", { defines: ["column t.c"], uses: ["table t", "table o (soft) unique on id"] }],
    ["ALTER TABLE t DROP COLUMN c", { uses: ["table t", "column t.c"], drops: ["column t.c"] }],
    ["DROP TABLE x.t", { uses: ["table x.t"], drops: ["table x.t"] }],
    ["DROP INDEX IF EXISTS i", { uses: [], drops: ["index i"] }],
    ["INSERT INTO t (a, b) SELECT a, count(*) FROM o, json_each(o.j), sqlite_schema", { uses: ["table t", "column t.a", "column t.b", "table o", "column o.j"] }],
    ["WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x FROM c) UPDATE t SET a = (SELECT x FROM c), (b, d) = (1, 2)", { uses: ["table t", "column t.a", "column t.b", "column t.d"] }],
    ["DELETE FROM t WHERE id IN (SELECT id FROM o)", { uses: ["table t", "column t.id", "table o"] }],
    ["EXPLAIN SELECT * FROM t", { uses: ["table t"] }],
    ["UPDATE t SET a = b + x.c, d = 'e' WHERE \"text\" = [f] AND rowid > 1 AND EXISTS (SELECT 1 FROM o WHERE o.g = h)", { uses: ["table t", "column t.a", "column t.d", "column t.b", "column t.f", "table o", "column o.g"] }],
    ["SELECT a AS n, lower(b) FROM t WHERE n = t.c ORDER BY n", { uses: ["table t", "column t.a", "column t.b", "column t.c"] }],
    ["SELECT a, y.b FROM t AS x JOIN u y ON x.id = y.id", { uses: ["table t", "table u", "column u.b", "column t.id", "column u.id"] }],
    ["WITH c AS (SELECT 1 AS q) SELECT q, c.q FROM c", { uses: [] }],
    ["INSERT INTO t (a) SELECT b FROM o UNION SELECT d FROM p", { uses: ["table t", "column t.a", "table o", "column o.b", "table p", "column p.d"] }],
    ["SELECT f FROM f WHERE f MATCH 'x'", { uses: ["table f"] }],
  ])("%s", (sql, { defines = [], uses = [], drops = [] }) => {
    const facts = one(sql);
    expect(facts.defines.map(name)).toEqual(defines);
    expect(facts.uses.map(used).sort()).toEqual([...uses].sort());
    expect(facts.drops.map(name)).toEqual(drops);
  });
});

test("uses say where they stand in the script", () => {
  const script = "SELECT '😀';\nCREATE INDEX i ON \"T a\" (b);";
  const [, index] = read(script).statements;
  expect(index?.uses.map((use) => script.slice(use.start, use.end))).toEqual(['"T a"', "b"]);
});

describe("renames", () => {
  test.each([
    ["ALTER TABLE a RENAME TO B", { from: { kind: "table", name: "a" }, to: { kind: "table", name: "b" } }],
    ["ALTER TABLE a RENAME x TO y", { from: { kind: "column", table: "a", name: "x" }, to: { kind: "column", table: "a", name: "y" } }],
  ])("%s", (sql, rename) => {
    expect(one(sql).renames).toEqual([rename]);
  });
});

describe("kind, verb, transaction", () => {
  test.each([
    ["PRAGMA foreign_keys = off", { kind: "session", verb: "PRAGMA foreign_keys", transaction: "outside", writes: false }],
    ["PRAGMA foreign_keys", { kind: "query", transaction: "inside", writes: false }],
    ["PRAGMA journal_mode(wal)", { kind: "session", transaction: "outside", writes: true }],
    ["PRAGMA user_version = 3", { kind: "session", transaction: "inside", writes: true }],
    ["PRAGMA table_info(t)", { kind: "query", writes: false }],
    ["PRAGMA defer_foreign_keys = on", { kind: "session", transaction: "inside", writes: false }],
    ["VACUUM", { kind: "utility", verb: "VACUUM", transaction: "outside", writes: true }],
    ["ATTACH 'x.db' AS x", { kind: "utility", transaction: "outside" }],
    ["DETACH x", { kind: "utility", transaction: "outside" }],
    ["BEGIN IMMEDIATE", { kind: "transactionControl", control: "begin", writes: false }],
    ["END", { kind: "transactionControl", control: "commit" }],
    ["ROLLBACK", { kind: "transactionControl", control: "rollback" }],
    ["ROLLBACK TO a", { kind: "transactionControl", control: "rollbackTo" }],
    ["SAVEPOINT a", { kind: "transactionControl", control: "savepoint" }],
    ["RELEASE a", { kind: "transactionControl", control: "release" }],
    ["CREATE TABLE IF NOT EXISTS t (a)", { kind: "ddl", verb: "CREATE TABLE", idempotent: true }],
    ["CREATE UNIQUE INDEX i ON t (a)", { kind: "ddl", verb: "CREATE INDEX" }],
    ["DROP VIEW IF EXISTS v", { kind: "ddl", verb: "DROP VIEW", idempotent: true }],
    ["ALTER TABLE t ADD COLUMN c", { kind: "ddl", verb: "ALTER TABLE … ADD COLUMN" }],
    ["WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x", { kind: "dml", writes: true }],
    ["VALUES (1)", { kind: "query", writes: false }],
    ["REINDEX", { kind: "utility", writes: true }],
  ] as const)("%s", (sql, expected) => {
    expect(one(sql)).toMatchObject(expected);
  });
});

test("what cannot be read is a problem with its place; the rest keeps its facts", () => {
  const script = "CREATE TABLE a (x);\nCREATE TABEL b (x);\nSELECT 1,;\nCREATE TABLE c (x)";
  const { statements, problems } = read(script);
  expect(statements.map((facts) => facts.statement.index)).toEqual([0, 3]);
  expect(problems.map((problem) => [problem.reason, script.slice(problem.offset, problem.offset + 5)])).toEqual([["syntax", "TABEL"], ["syntax", ";\nCRE"]]);
});

test("a shell command that would do something is a problem, one that only prints is not", () => {
  const script = ".mode box\n/* \n.read no.sql\n*/\nSELECT 1;\n.read more.sql\n# .import\nSELECT 2\n.0;\n";
  const { statements, problems } = read(script);
  expect(statements).toHaveLength(1);
  expect(problems.map((problem) => [problem.message, script.slice(problem.offset).split("\n")[0]])).toEqual([[".read is a command of the sqlite3 shell, which is not run here", ".read more.sql"], [expect.stringContaining("syntax error"), ".0;"]]);
});
