import { describe, expect, test } from "vitest";
import { catalogOfScript, differences } from "./memory.ts";

const equal: readonly (readonly [string, string, string])[] = [
  ["constraints on the column or on the table", "CREATE TABLE t (a INT REFERENCES o (x) ON DELETE CASCADE, b UNIQUE CHECK (b > 0), c INTEGER PRIMARY KEY)", "CREATE TABLE t (a INT, b, c INTEGER, CHECK (b > 0), UNIQUE (b), PRIMARY KEY (c), FOREIGN KEY (a) REFERENCES o (x) ON DELETE CASCADE)"],
  ["defaults that need not be said", "CREATE TABLE t (a INT NULL REFERENCES o (x) ON UPDATE NO ACTION NOT DEFERRABLE, b COLLATE binary, UNIQUE (b ASC) ON CONFLICT ABORT)", "CREATE TABLE t (a INT REFERENCES o (x), b UNIQUE)"],
  ["a double-quoted text and a text", "CREATE TABLE t (a DEFAULT 'x')", 'CREATE TABLE t (a DEFAULT "x")'],
  ["the order of constraints", "CREATE TABLE t (a, b, CHECK (a > 1), CHECK (a > 2), UNIQUE (a), UNIQUE (b))", "CREATE TABLE t (a, b, UNIQUE (b), CHECK (a > 2), UNIQUE (a), CHECK (a > 1))"],
  ["options", "CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT, WITHOUT ROWID", "CREATE TABLE t (a INTEGER PRIMARY KEY) without rowid,strict"],
  ["what ALTER TABLE wrote", "CREATE TABLE t (a); ALTER TABLE t ADD COLUMN b INT DEFAULT 1; ALTER TABLE t RENAME a TO c; ALTER TABLE t RENAME TO u;", "CREATE TABLE u (c, b INT DEFAULT 1)"],
  ["a view's column named after its text", "CREATE TABLE t (a); CREATE VIEW v AS SELECT COUNT( * ),a+1 FROM t", "CREATE TABLE t (a); CREATE VIEW v AS SELECT count(*), a + 1 FROM t"],
  ["virtual tables", "CREATE VIRTUAL TABLE f USING FTS5(a,  b , tokenize = 'porter')", "CREATE VIRTUAL TABLE f USING fts5(a, b, tokenize = 'porter')"],
];
const different: readonly (readonly [string, string, string])[] = [
  ["types that only share their affinity", "CREATE TABLE t (a INTEGER)", "CREATE TABLE t (a BIGINT)"],
  ["NOT NULL", "CREATE TABLE t (a)", "CREATE TABLE t (a NOT NULL)"],
  ["AUTOINCREMENT", "CREATE TABLE t (a INTEGER PRIMARY KEY)", "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)"],
  ["INTEGER PRIMARY KEY DESC, which is no rowid", "CREATE TABLE t (a INTEGER PRIMARY KEY DESC)", "CREATE TABLE t (a INTEGER PRIMARY KEY)"],
  ["a named constraint", "CREATE TABLE t (a, CONSTRAINT c CHECK (a > 1))", "CREATE TABLE t (a CHECK (a > 1))"],
  ["TRUE and a column of that name", "CREATE TABLE t (\"true\", CHECK (true))", 'CREATE TABLE t ("true", CHECK ("true"))'],
  ["collation, order and condition of an index", "CREATE TABLE t (a); CREATE INDEX i ON t (a COLLATE NOCASE)", "CREATE TABLE t (a); CREATE INDEX i ON t (a DESC)"],
  ["stored and virtual", "CREATE TABLE t (a, b AS (a) STORED)", "CREATE TABLE t (a, b AS (a))"],
  ["the text in a literal", "CREATE TABLE t (a DEFAULT 'A b')", "CREATE TABLE t (a DEFAULT 'a  b')"],
  ["conflict clauses", "CREATE TABLE t (a NOT NULL ON CONFLICT REPLACE DEFAULT 1)", "CREATE TABLE t (a NOT NULL DEFAULT 1)"],
];

describe("equal", () => {
  test.each(equal)("%s", async (_name, a, b) => {
    expect(differences(await catalogOfScript(a), await catalogOfScript(b))).toEqual([]);
  });
});

describe("different", () => {
  test.each(different)("%s", async (_name, a, b) => {
    expect(differences(await catalogOfScript(a), await catalogOfScript(b))).not.toEqual([]);
  });
});

test("shadow tables, SQLite's own and the product's tables are not part of a schema", async () => {
  const catalog = await catalogOfScript(`
    CREATE VIRTUAL TABLE f USING fts5(a); CREATE VIRTUAL TABLE r USING rtree(id, x0, x1); CREATE TABLE f_mine (a);
    CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (1); CREATE TABLE s (a); CREATE INDEX si ON s (a); ANALYZE;
    CREATE TABLE data_engineer_migrations (version TEXT); CREATE INDEX data_engineer_i ON data_engineer_migrations (version); CREATE TABLE sqlitefake (a); CREATE TABLE dataXengineer_x (a);`);
  expect(catalog.tables.map((table) => `${table.name} ${table.form}`)).toEqual(["dataXengineer_x table", "f virtual", "f_mine table", "r virtual", "s table", "sqlitefake table", "t table"]);
});

test("a view that no longer works does not hide the rest", async () => {
  const catalog = await catalogOfScript("CREATE TABLE t (a INT); CREATE VIEW good AS SELECT a FROM t; CREATE VIEW broken AS SELECT x FROM absent;");
  expect(catalog.views.map((view) => [view.name, view.columns])).toEqual([["broken", []], ["good", [{ name: "a", type: "INT" }]]]);
});

test("foreign keys say what they refer to, also where they leave the columns out", async () => {
  const catalog = await catalogOfScript("CREATE TABLE p (x, y, PRIMARY KEY (y, x)); CREATE TABLE c (a, b, FOREIGN KEY (a, b) REFERENCES P);");
  expect(catalog.tables[0]?.constraints).toMatchObject([{ form: "foreignKey", columns: ["a", "b"], definition: "FOREIGN KEY (a, b) REFERENCES P", references: { table: "P", columns: ["y", "x"] } }]);
});
