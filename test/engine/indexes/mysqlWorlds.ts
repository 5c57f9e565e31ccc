import type { IndexWorld } from "./indexCase.ts";

const digits = "CREATE TABLE digits (d integer PRIMARY KEY)";
const ten = "INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)";
const twentyThousand = "(SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS g FROM digits a, digits b, digits c, digits e, digits f WHERE f.d < 2) n";

const shop: IndexWorld = {
  name: "shop",
  made: [
    digits, ten,
    "CREATE TABLE customers (id integer PRIMARY KEY, email varchar(100) NOT NULL, region char(2) NOT NULL, UNIQUE KEY customers_email (email))",
    "CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer NOT NULL, status varchar(20) NOT NULL, amount decimal(10,2) NOT NULL, created datetime NOT NULL, note varchar(80) NOT NULL)",
    "CREATE TABLE order_lines (id integer PRIMARY KEY, order_id integer NOT NULL, sku varchar(20) NOT NULL, quantity integer NOT NULL)",
    "CREATE TABLE regions (code char(2) PRIMARY KEY, name varchar(40) NOT NULL)",
    "INSERT INTO regions VALUES ('eu', 'Europe'), ('us', 'United States')",
    `INSERT INTO customers SELECT g, CONCAT('User', g, '@Example.com'), ELT(1 + g % 3, 'eu', 'us', 'ap') FROM ${twentyThousand} WHERE g <= 5000`,
    `INSERT INTO orders SELECT g, IF(g % 20 = 0, 7, 1 + g % 5000), IF(g % 50 = 0, 'open', IF(g % 3 = 0, 'paid', 'shipped')), (g * 37 % 100000) / 100, TIMESTAMPADD(MINUTE, g, '2026-01-01'), REPEAT('x', 60) FROM ${twentyThousand}`,
    `INSERT INTO order_lines SELECT g, 1 + g * 7 % 20000, CONCAT('sku-', g % 4000), g % 9 FROM ${twentyThousand}`,
    "CREATE VIEW paid AS SELECT o.id AS order_no, o.customer_id, o.created FROM orders o WHERE o.status = 'paid'",
    "DROP TABLE digits",
    "ANALYZE TABLE customers, orders, order_lines, regions",
  ],
  cases: [
    { name: "equality, sort: the newest of one customer", sql: "SELECT * FROM orders WHERE customer_id = 7 AND status = 'paid' ORDER BY created DESC LIMIT 10", index: "(customer_id, status, created", instead: "CREATE INDEX hurried ON orders (customer_id)", away: "DROP INDEX hurried ON orders", ratio: 20 },
    { name: "a range", sql: "SELECT * FROM orders WHERE amount > 995", index: "(amount)", ratio: 20 },
    { name: "one of several values", sql: "SELECT * FROM order_lines WHERE sku IN ('sku-17', 'sku-18', 'sku-19')", index: "(sku)", ratio: 20 },
    { name: "a foreign key of a join", sql: "SELECT l.sku FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.id IN (4711, 4712)", index: "(order_id", ratio: 20 },
    { name: "an update by a condition", sql: "UPDATE orders SET note = 'late' WHERE customer_id = 77", index: "(customer_id)", ratio: 20 },
    { name: "a delete by a condition", sql: "DELETE FROM order_lines WHERE sku = 'sku-99'", index: "(sku)", ratio: 20 },
    { name: "two branches of an OR", sql: "SELECT * FROM order_lines WHERE sku = 'sku-17' OR order_id = 4711", index: "(order_id)", ratio: 20 },
    { name: "the beginning of a text", sql: "SELECT * FROM order_lines WHERE sku LIKE 'sku-399%'", index: "(sku)", ratio: 20 },
    { name: "a parameter", sql: "SELECT sku, quantity FROM order_lines WHERE sku = ? AND quantity > ?", index: "(sku", measured: "SELECT sku, quantity FROM order_lines WHERE sku = 'sku-17' AND quantity > 5", ratio: 20 },
    { name: "through a view", sql: "SELECT order_no FROM paid WHERE customer_id = 77", index: "(customer_id", ratio: 20 },
    { name: "control: a tiny table", sql: "SELECT * FROM regions WHERE name = 'Europe'", index: null },
    { name: "control: most rows", sql: "SELECT * FROM orders WHERE status <> 'open'", index: null },
    { name: "control: the primary key", sql: "SELECT * FROM orders WHERE id = 77", index: null },
    { name: "control: a unique key", sql: "SELECT * FROM customers WHERE email = 'User77@Example.com'", index: null },
    { name: "control: no condition", sql: "SELECT * FROM orders", index: null },
  ],
};

const forum: IndexWorld = {
  name: "forum",
  made: [
    digits, ten,
    "CREATE TABLE authors (id integer PRIMARY KEY, name varchar(80) NOT NULL)",
    "CREATE TABLE posts (id integer PRIMARY KEY, author_id integer NOT NULL, slug text NOT NULL, votes integer NOT NULL, flag tinyint NOT NULL, posted datetime NOT NULL, mail varchar(80) NOT NULL)",
    `INSERT INTO authors SELECT g, CONCAT('author ', g) FROM ${twentyThousand} WHERE g <= 2000`,
    `INSERT INTO posts SELECT g, 1 + g % 2000, CONCAT(SHA2(g, 256), SHA2(g + 1, 256)), g * 31 % 10000, g % 2, TIMESTAMPADD(MINUTE, g, '2026-01-01'), CONCAT('Mail', g, '@Example.com') FROM ${twentyThousand}`,
    "CREATE INDEX posts_flag ON posts (flag)",
    "CREATE INDEX posts_posted ON posts (posted)",
    "DROP TABLE digits",
    "ANALYZE TABLE authors, posts",
  ],
  cases: [
    { name: "a long text by its beginning", sql: "SELECT id FROM posts WHERE slug = CONCAT(SHA2(77, 256), SHA2(78, 256))", index: "(slug(191))", ratio: 20 },
    { name: "the first in an order", sql: "SELECT id, votes FROM posts ORDER BY votes DESC LIMIT 10", index: "(votes", ratio: 20 },
    { name: "a WITH query", sql: "WITH mine AS (SELECT id, votes FROM posts WHERE author_id = 77) SELECT MAX(votes) FROM mine", index: "(author_id", ratio: 20 },
    { name: "a query inside", sql: "SELECT name FROM authors WHERE id IN (SELECT author_id FROM posts WHERE votes > 9990)", index: "(votes", ratio: 20 },
    { name: "those that exist", sql: "SELECT a.name FROM authors a WHERE a.id < 20 AND EXISTS (SELECT 1 FROM posts p WHERE p.author_id = a.id AND p.votes > 9000)", index: "(author_id", ratio: 20 },
    { name: "control: served already", sql: "SELECT id FROM posts WHERE posted = '2026-01-02 00:00:00'", index: null },
    { name: "control: half of the rows", sql: "SELECT * FROM posts WHERE votes >= 1", index: null },
  ],
};

const expression = { name: "an expression", sql: "SELECT id, votes FROM posts WHERE lower(mail) = 'mail77@example.com'" };

/** MySQL can make keys of expressions, MariaDB cannot. */
export function mysqlWorlds(dialect: string): readonly IndexWorld[] {
  return [shop, { ...forum, cases: [...forum.cases, dialect === "mysql" ? { ...expression, index: "(lower(mail))", ratio: 20 } : { ...expression, name: "control: an expression", index: null }] }];
}
