import type { IndexWorld } from "./indexCase.ts";

const rows = (count: number): string => `WITH RECURSIVE n(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM n WHERE g < ${count})`;

const shop: IndexWorld = {
  name: "shop",
  made: [
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT NOT NULL, region TEXT NOT NULL)",
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), status TEXT NOT NULL, amount REAL NOT NULL, created TEXT NOT NULL, note TEXT NOT NULL)",
    "CREATE TABLE lines (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id), sku TEXT NOT NULL, quantity INTEGER NOT NULL)",
    "CREATE TABLE regions (code TEXT PRIMARY KEY, name TEXT NOT NULL)",
    "INSERT INTO regions VALUES ('eu', 'Europe'), ('us', 'United States')",
    `INSERT INTO customers ${rows(3000)} SELECT g, 'User' || g || '@Example.com', CASE g % 3 WHEN 0 THEN 'eu' ELSE 'us' END FROM n`,
    `INSERT INTO orders ${rows(20000)} SELECT g, CASE WHEN g % 20 = 0 THEN 7 ELSE 1 + g % 3000 END, CASE WHEN g % 50 = 0 THEN 'open' WHEN g % 3 = 0 THEN 'paid' ELSE 'shipped' END, (g * 37 % 100000) / 100.0, datetime('2026-01-01', '+' || g || ' minutes'), printf('%060d', g) FROM n`,
    `INSERT INTO lines ${rows(20000)} SELECT g, 1 + g * 7 % 20000, 'sku-' || (g % 4000), g % 9 FROM n`,
    "CREATE VIEW paid AS SELECT o.id AS order_no, o.customer_id, o.created FROM orders o WHERE o.status = 'paid'",
  ],
  cases: [
    { name: "equality, sort: the newest of one customer", sql: "SELECT * FROM orders WHERE customer_id = 7 AND status = 'paid' ORDER BY created DESC LIMIT 10", index: "(customer_id, status, created DESC)", instead: "CREATE INDEX hurried ON orders (customer_id)", ratio: 10 },
    { name: "a small part of the rows", sql: "SELECT id FROM orders WHERE amount > 990 AND status = 'open'", index: "(amount) WHERE status = 'open'", instead: "CREATE INDEX hurried ON orders (amount)", ratio: 10 },
    { name: "an expression", sql: "SELECT id FROM customers WHERE lower(email) = 'user77@example.com'", index: "(lower(email))", ratio: 5 },
    { name: "the beginning of a text, whatever its case", sql: "SELECT id FROM customers WHERE email LIKE 'user77%'", index: "(email COLLATE NOCASE)", ratio: 3 },
    { name: "a foreign key of a join", sql: "SELECT l.sku FROM orders o JOIN lines l ON l.order_id = o.id WHERE o.id = 4711", index: "(order_id", ratio: 10 },
    { name: "through a view", sql: "SELECT order_no FROM paid WHERE customer_id = 77", index: "(customer_id", ratio: 10 },
    { name: "what a delete asks of its children", sql: "DELETE FROM orders WHERE id = 999999", index: "(order_id)", measured: "SELECT rowid FROM lines WHERE order_id = 8", ratio: 10 },
    { name: "a parameter", sql: "SELECT sku, quantity FROM lines WHERE sku = ? AND quantity > ?", index: "(sku, quantity)", measured: "SELECT sku, quantity FROM lines WHERE sku = 'sku-17' AND quantity > 5", ratio: 10 },
    { name: "groups in their order", sql: "SELECT sku, count(*) FROM lines WHERE order_id > 19000 GROUP BY sku", index: "(order_id", ratio: 3 },
    { name: "control: a tiny table", sql: "SELECT * FROM regions WHERE name = 'Europe'", index: null },
    { name: "control: most rows", sql: "SELECT * FROM orders WHERE status <> 'open'", index: null },
    { name: "control: the primary key", sql: "SELECT * FROM orders WHERE id = 77", index: null },
  ],
};

export const sqliteWorlds: readonly IndexWorld[] = [shop];
