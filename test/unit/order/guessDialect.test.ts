import { expect, it } from "vitest";
import { guessDialect } from "../../../src/commands/migration/guessDialect.ts";

const guess = (...scripts: readonly (string | readonly [file: string, text: string])[]): string =>
  guessDialect(scripts.map((script) => {
    const [file, text] = typeof script === "string" ? ["001_a.sql", script] : script;
    return { file, text, fileText: text, start: 0, end: text.length };
  }));

it.each([
  ["postgresql", "CREATE TABLE t (id BIGSERIAL)"],
  ["postgresql", "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY)"],
  ["postgresql", "CREATE SCHEMA a; CREATE SEQUENCE a.q; SELECT nextval('a.q')"],
  ["postgresql", "-- the table `users`\nCREATE TABLE users (id uuid, at TIMESTAMPTZ)"],
  ["postgresql", "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"],
  ["sqlite", "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)"],
  ["sqlite", "CREATE TABLE `t` (`id` INTEGER PRIMARY KEY AUTOINCREMENT)"],
  ["sqlite", "PRAGMA foreign_keys = off; DROP TABLE t"],
  ["mysql", "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY)"],
  ["mysql", "CREATE TABLE t (id SERIAL) ENGINE=InnoDB"],
  ["mysql", "CREATE SCHEMA sakila; USE sakila; CREATE TABLE a (id SMALLINT UNSIGNED)"],
  ["mysql", "/*!40101 SET NAMES utf8 */;"],
  ["mysql", "DELIMITER //\nCREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN END//"],
  ["mysql", "ALTER TABLE `t` ADD COLUMN `a` int"],
  ["mariadb", "/*M!999999\\- enable the sandbox mode */\nCREATE TABLE `t` (a INT)"],
  ["mariadb", "CREATE OR REPLACE TABLE t (a INT) ENGINE=InnoDB"],
])("takes for %s: %s", (dialect, text) => {
  expect(guess(text)).toBe(dialect);
});

it("looks at all scripts, and at the folder's name", () => {
  expect(guess("CREATE TABLE t (id INT)", "CREATE TABLE u (id INT) ENGINE=InnoDB")).toBe("mysql");
  expect(guess(["migrations/mysql/001_a.sql", "CREATE TABLE t (id INT)"])).toBe("mysql");
  expect(guess(["migrations/mariadb/001_a.sql", "CREATE TABLE t (id INT)"])).toBe("mariadb");
  expect(guess(["migrations/001_a.up.json", "[]"])).toBe("mongodb");
});
