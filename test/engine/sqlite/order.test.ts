import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { checkOrder } from "../../../src/core/order/checkOrder.ts";
import { LineIndex } from "../../../src/core/script/textPosition.ts";
import type { Engine } from "../../../src/engines/engine.ts";
import { loadSqlite } from "../../../src/engines/sqlite/engine.ts";

/** Views, triggers, generated columns, renames, a table rebuilt as https://sqlite.org/lang_altertable.html says, rows in between. It runs as it is. */
const schema = `
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT, shown TEXT GENERATED ALWAYS AS (upper(name)) STORED);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), total INTEGER, at TEXT);
CREATE TABLE lines (order_id INTEGER REFERENCES orders, n INTEGER, product TEXT, PRIMARY KEY (order_id, n)) WITHOUT ROWID;
CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE name IS NOT NULL;
CREATE INDEX orders_at ON orders (at, total);
INSERT INTO users (id, email, name) VALUES (1, 'a', 'A'), (2, 'b', 'B');
INSERT INTO orders (id, user_id, total) VALUES (1, 1, 10);
CREATE VIEW buyers AS SELECT u.id, u.name, count(*) AS n FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.id;
CREATE TRIGGER touched AFTER UPDATE ON orders BEGIN UPDATE users SET name = name WHERE id = NEW.user_id; END;
CREATE TRIGGER buy INSTEAD OF INSERT ON buyers BEGIN INSERT INTO users (name, email) VALUES (NEW.name, NEW.name); END;
INSERT INTO buyers (id, name) VALUES (7, 'seven');
ALTER TABLE users ADD COLUMN age INTEGER;
UPDATE users SET age = 7;
ALTER TABLE users RENAME COLUMN age TO years;
UPDATE users SET years = 8 WHERE id = 1;
CREATE INDEX users_years ON users (years);
ALTER TABLE orders ADD COLUMN note TEXT REFERENCES notes (id);
CREATE TABLE notes (id TEXT PRIMARY KEY, body TEXT);
INSERT INTO notes VALUES ('n', 'body');
UPDATE orders SET note = 'n' WHERE id = 1;
ALTER TABLE lines RENAME TO order_lines;
INSERT INTO order_lines (order_id, n, product) VALUES (1, 1, 'p');
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT, years INTEGER);
INSERT INTO users_new (id, email, name, years) SELECT id, email, name, years FROM users;
DROP TRIGGER touched;
DROP VIEW buyers;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE INDEX users_name ON users (name);
CREATE VIEW buyers AS SELECT u.id, u.name, count(*) AS n FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.id;
SELECT n FROM buyers;
DROP INDEX users_name;
ALTER TABLE order_lines DROP COLUMN product;
ALTER TABLE order_lines ADD COLUMN thing TEXT;
CREATE TABLE copied AS SELECT id, total FROM orders;
CREATE INDEX copied_total ON copied (total);
CREATE VIEW later AS SELECT thing FROM order_lines;
CREATE TRIGGER logged AFTER DELETE ON orders BEGIN INSERT INTO copied (id) VALUES (OLD.id); END;
DELETE FROM order_lines;
DELETE FROM orders WHERE id = 1;
DROP TABLE copied;
`;

/** The first statement that SQLite refuses, with its words; undefined where all run. */
function refused(statements: readonly string[]): string | undefined {
  const database = new Database(":memory:");
  database.pragma("foreign_keys = off");
  try {
    for (const statement of statements) {
      try {
        database.exec(statement);
      } catch (error) {
        return (error as Error).message;
      }
    }
    return undefined;
  } finally {
    database.close();
  }
}

function errors(engine: Engine, statements: readonly string[]): string[] {
  const text = statements.map((statement) => `${statement};\n`).join("");
  const script = { file: "all.sql", text, base: 0, facts: engine.analyse(engine.split(text)), lines: new LineIndex(text) };
  return checkOrder([script], { rules: engine.orderRules, complete: true, noTransaction: () => false }).findings.filter((finding) => finding.severity === "error").map((finding) => finding.message);
}

test("says of a script with one statement moved what SQLite itself says, without false alarms", async () => {
  const engine = await loadSqlite();
  const statements = engine.split(schema).statements.map((statement) => statement.text);
  expect(refused(statements)).toBeUndefined();
  expect(errors(engine, statements)).toEqual([]);
  const [falseAlarms, missed]: [string[], string[]] = [[], []];
  let found = 0;
  for (let from = 0; from < statements.length; from += 1) {
    for (let step = 1; step < statements.length; step += 4) {
      const moved = statements.toSpliced(from, 1).toSpliced((from + step) % statements.length, 0, statements[from]!);
      const [truth, told] = [refused(moved), errors(engine, moved)];
      const what = `statement ${from} moved by ${step}: ${truth ?? told.join(" ")}`;
      if (truth === undefined && told.length > 0) falseAlarms.push(what);
      // Whether two rows have the same key is no matter of order.
      if (truth !== undefined && told.length === 0 && !truth.startsWith("UNIQUE constraint failed")) missed.push(what);
      if (truth !== undefined && told.length > 0) found += 1;
    }
  }
  expect(falseAlarms).toEqual([]);
  expect(missed).toEqual([]);
  expect(found).toBeGreaterThan(200);
});
