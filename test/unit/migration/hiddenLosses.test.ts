import { expect, test } from "vitest";
import { hiddenLosses, writtenName } from "../../../src/core/migration/hiddenLosses.ts";
import { planRun } from "../../../src/core/migration/runnable.ts";
import { loadEngine } from "../../../src/engines/load.ts";

test.each([
  ["a table that was renamed before", "ALTER TABLE orders RENAME TO sales; DROP TABLE sales;", ["sales"]],
  ["a column that was renamed before", "ALTER TABLE orders RENAME COLUMN note TO remark; ALTER TABLE orders DROP COLUMN remark;", ["orders.remark"]],
  ["a column of a table that was renamed before", "ALTER TABLE orders RENAME TO sales; ALTER TABLE sales DROP COLUMN note;", ["sales.note"]],
  ["nothing where nothing was renamed: the database shows that", "DROP TABLE IF EXISTS sales; DROP VIEW IF EXISTS seen; CREATE TABLE sales (a int);", []],
  ["nothing of a table that the script has made", "CREATE TABLE fresh (a int, b int); ALTER TABLE fresh DROP COLUMN b; DROP TABLE fresh;", []],
  ["nothing of a made table, however it is called later", "CREATE TABLE fresh (a int); ALTER TABLE fresh RENAME TO newer; DROP TABLE newer;", []],
  ["nothing of a column that the script has added", "ALTER TABLE orders ADD COLUMN extra int; ALTER TABLE orders DROP COLUMN extra;", []],
])("finds %s", async (_what, text, expected) => {
  for (const dialect of ["postgresql", "sqlite"] as const) {
    const engine = await loadEngine(dialect);
    const plan = planRun(engine, { file: "a.sql", fileText: text, text, start: 0, end: text.length }, false);
    expect(plan.statements.every((statement) => statement.facts !== null)).toBe(true);
    expect(hiddenLosses(plan.statements, new Set()).map(writtenName), dialect).toEqual(expected);
  }
});
