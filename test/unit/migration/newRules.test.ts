import { expect, test } from "vitest";
import type { Catalog, ColumnObject, TableObject } from "../../../src/core/catalog/catalog.ts";
import { newRules } from "../../../src/core/migration/newRules.ts";
import { originsOf } from "../../../src/core/migration/origins.ts";
import type { RunnableStatement } from "../../../src/core/migration/plan.ts";
import { loadEngine } from "../../../src/engines/load.ts";

const column = (name: string, type: string, more: Partial<ColumnObject> = {}): ColumnObject => ({ name, type, notNull: false, ...more });
const table = (name: string, columns: readonly ColumnObject[]): TableObject => ({ schema: "", name, form: "table", persistence: "permanent", columns, constraints: [], indexes: [], triggers: [], policies: [], rowSecurity: { enabled: false, forced: false }, inherits: [], options: {} });
const catalog = (...tables: readonly TableObject[]): Catalog => ({ engine: "mysql", rules: { caselessColumns: true }, schemas: [], extensions: [], types: [], domains: [], sequences: [], routines: [], tables, views: [], others: [] });
const engine = await loadEngine("mysql");
const statements = (sql: string): RunnableStatement[] => engine.analyse(engine.split(sql)).statements.map((facts) => ({ sql: facts.statement.text, start: 0, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, facts }));
const titles = (before: Catalog, after: Catalog, sql = ""): string[] => newRules(before, after, originsOf(statements(sql))).map(({ title }) => title);

const people = table("people", [column("id", "int"), column("name", "varchar(255)", { collation: "utf8mb4_bin" }), column("long", "int", { generated: { expression: "1", stored: true } })]);

test("a column of another type or collation is a rule, a computed one is none", () => {
  const after = table("people", [column("id", "tinyint", { notNull: true }), column("name", "varchar(255)", { collation: "latin1_swedish_ci" }), column("long", "tinyint", { generated: { expression: "1", stored: true } })]);
  expect(titles(catalog(people), catalog(after))).toEqual(["NOT NULL of people.id", "tinyint of people.id", "varchar(255) with latin1_swedish_ci of people.name"]);
});

test("a column, and a table, that the script renames is followed", () => {
  const after = table("persons", [column("id", "int"), column("label", "varchar(10)", { collation: "utf8mb4_bin" }), column("long", "int", { generated: { expression: "1", stored: true } })]);
  expect(titles(catalog(people), catalog(after))).toEqual([]);
  expect(titles(catalog(people), catalog(after), "ALTER TABLE people CHANGE name title varchar(255); ALTER TABLE people RENAME TO persons; ALTER TABLE persons CHANGE title label varchar(10);")).toEqual(["varchar(10) of people.name"]);
});

test("a column that is dropped and added again is another one", () => {
  const after = table("people", [column("id", "int"), column("name", "int")]);
  expect(titles(catalog(people), catalog(after), "ALTER TABLE people RENAME COLUMN name TO old; ALTER TABLE people ADD COLUMN name int;")).toEqual([]);
});
