import type { IndexWorld } from "./indexCase.ts";

const shop: IndexWorld = {
  name: "shop",
  made: [
    "CREATE EXTENSION hypopg",
    "CREATE TABLE customers (id integer PRIMARY KEY, email text NOT NULL, region text NOT NULL, deleted_at timestamptz)",
    "CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers, status text NOT NULL, amount numeric(10,2) NOT NULL, created timestamptz NOT NULL, note text NOT NULL)",
    "CREATE TABLE lines (id integer PRIMARY KEY, order_id integer NOT NULL REFERENCES orders, sku text NOT NULL, quantity integer NOT NULL)",
    "CREATE TABLE regions (code text PRIMARY KEY, name text NOT NULL)",
    "INSERT INTO regions VALUES ('eu', 'Europe'), ('us', 'United States'), ('ap', 'Asia')",
    "INSERT INTO customers SELECT g, 'User' || g || '@Example.com', (ARRAY['eu', 'us', 'ap'])[1 + g % 3], CASE WHEN g % 10 = 0 THEN timestamptz '2026-01-01' END FROM generate_series(1, 5000) g",
    "INSERT INTO orders SELECT g, 1 + g % 5000, CASE WHEN g % 50 = 0 THEN 'open' WHEN g % 3 = 0 THEN 'paid' ELSE 'shipped' END, (g * 37 % 100000) / 100.0, timestamptz '2026-01-01' + g * interval '1 minute', repeat('x', 60) FROM generate_series(1, 60000) g",
    "UPDATE orders SET customer_id = 7 WHERE id % 20 = 0",
    "INSERT INTO lines SELECT g, 1 + g * 7 % 60000, 'sku-' || (g % 4000), g % 9 FROM generate_series(1, 60000) g",
    "VACUUM FULL ANALYZE",
    "VACUUM",
  ],
  cases: [
    { name: "equality, sort: the newest of one customer", sql: "SELECT * FROM orders WHERE customer_id = 7 AND status = 'paid' ORDER BY created DESC LIMIT 10", index: "(customer_id, status, created DESC)", instead: "CREATE INDEX hurried ON orders (customer_id)", ratio: 20 },
    { name: "a small part of the rows", sql: "SELECT id FROM orders WHERE amount > 900 AND status = 'open'", index: "(amount) INCLUDE (id) WHERE status = 'open'", instead: "CREATE INDEX hurried ON orders (amount)", ratio: 20 },
    { name: "an expression", sql: "SELECT * FROM customers WHERE lower(email) = 'user77@example.com'", index: "(lower(email))", ratio: 2 },
    { name: "everything in the index", sql: "SELECT customer_id, amount FROM orders WHERE created >= timestamptz '2026-02-08'", index: "(created) INCLUDE (customer_id, amount)", instead: "CREATE INDEX hurried ON orders (created)", ratio: 5 },
    { name: "a foreign key of a join", sql: "SELECT l.sku FROM orders o JOIN lines l ON l.order_id = o.id WHERE o.id = 4711", index: "(order_id)", ratio: 20 },
    { name: "two branches of an OR", sql: "SELECT * FROM lines WHERE sku = 'sku-17' OR order_id = 4711", index: "(sku)", ratio: 5 },
    { name: "one of several values, newest first", sql: "SELECT id FROM orders WHERE status IN ('open') AND created > timestamptz '2026-02-01' ORDER BY created DESC LIMIT 20", index: "(status, created DESC)", ratio: 5 },
    { name: "what a delete asks of its children", sql: "DELETE FROM orders WHERE id = 4711", index: "(order_id)", measured: "SELECT 1 FROM ONLY lines x WHERE order_id = 4711 FOR KEY SHARE OF x", ratio: 20 },
    { name: "a parameter", sql: "SELECT sku, quantity FROM lines WHERE sku = $1 AND quantity > $2", index: "(sku, quantity)", measured: "SELECT sku, quantity FROM lines WHERE sku = 'sku-17' AND quantity > 5", ratio: 10 },
    { name: "control: a tiny table", sql: "SELECT * FROM regions WHERE name = 'Europe'", index: null },
    { name: "control: most rows", sql: "SELECT * FROM orders WHERE status <> 'open'", index: null },
    { name: "control: the primary key", sql: "SELECT * FROM orders WHERE id = 77", index: null },
    { name: "control: no condition", sql: "SELECT * FROM orders", index: null },
  ],
};

const forum: IndexWorld = {
  name: "forum",
  made: [
    "CREATE EXTENSION pg_trgm",
    "CREATE TABLE authors (id integer PRIMARY KEY, name text NOT NULL)",
    "CREATE TABLE posts (id integer PRIMARY KEY, author_id integer NOT NULL REFERENCES authors, title text NOT NULL, body text NOT NULL, tags text[] NOT NULL, meta jsonb NOT NULL, votes integer NOT NULL, posted timestamptz NOT NULL)",
    "INSERT INTO authors SELECT g, 'author ' || g FROM generate_series(1, 2000) g",
    "INSERT INTO posts SELECT g, 1 + g % 2000, 'Title ' || md5(g::text), md5((g * 3)::text) || ' ' || md5((g * 5)::text), ARRAY['tag' || g % 500, 'tag' || g % 7], jsonb_build_object('lang', 'l' || g % 300, 'pinned', g % 1000 = 0), g * 31 % 1000, timestamptz '2026-01-01' + g * interval '1 minute' FROM generate_series(1, 20000) g",
    "CREATE VIEW recent AS SELECT p.id, p.title, p.author_id, p.votes, p.posted FROM posts p WHERE p.posted > timestamptz '2026-01-02'",
    "VACUUM ANALYZE",
  ],
  cases: [
    { name: "containment in jsonb", sql: "SELECT id FROM posts WHERE meta @> '{\"lang\": \"l77\"}'", index: "gin (meta jsonb_path_ops)", ratio: 3 },
    { name: "overlap of arrays", sql: "SELECT id FROM posts WHERE tags && ARRAY['tag499']", index: "gin (tags)", ratio: 3 },
    { name: "a part of a text", sql: "SELECT id FROM posts WHERE body ILIKE '%1679091%'", index: "gin (body public.gin_trgm_ops)", ratio: 3 },
    { name: "the beginning of a text", sql: "SELECT id, votes FROM posts WHERE title LIKE 'Title abc%'", index: "(title text_pattern_ops)", ratio: 20, flags: { build: true } },
    { name: "a mixed order", sql: "SELECT id, title FROM posts ORDER BY votes DESC, id ASC LIMIT 10", index: "(votes DESC, id)", instead: "CREATE INDEX hurried ON posts (id)", ratio: 20 },
    { name: "through a view", sql: "SELECT title FROM recent WHERE author_id = 77 ORDER BY posted DESC LIMIT 5", index: "(author_id", ratio: 5 },
    { name: "a value inside jsonb", sql: "SELECT id FROM posts WHERE meta ->> 'lang' = 'l5'", index: "(meta ->> 'lang')", ratio: 3 },
    { name: "the next page", sql: "SELECT id, posted FROM posts WHERE (posted, id) < (timestamptz '2026-01-10', 500) ORDER BY posted DESC, id DESC LIMIT 10", index: "(posted", ratio: 20 },
    { name: "the largest", sql: "SELECT max(votes) FROM posts", index: "(votes)", ratio: 20 },
    { name: "control: a condition that all rows meet", sql: "SELECT * FROM posts WHERE length(body) > 3", index: null },
  ],
};

const tenancy: IndexWorld = {
  name: "tenancy",
  made: [
    "CREATE EXTENSION hypopg",
    "CREATE TABLE events (id bigint PRIMARY KEY, tenant_id integer NOT NULL, device text NOT NULL, kind text NOT NULL, at timestamptz NOT NULL, payload text NOT NULL)",
    "INSERT INTO events SELECT g, 1 + g % 400, 'd' || g % 2000, (ARRAY['on', 'off', 'ping'])[1 + g % 3], timestamptz '2026-01-01' + g * interval '1 second', repeat('p', 80) FROM generate_series(1, 40000) g",
    "CREATE TABLE readings (device integer NOT NULL, at timestamptz NOT NULL, value text NOT NULL) PARTITION BY RANGE (at)",
    "CREATE TABLE readings_1 PARTITION OF readings FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
    "CREATE TABLE readings_2 PARTITION OF readings FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
    "INSERT INTO readings SELECT g % 500, timestamptz '2026-01-01' + g * interval '1 minute', repeat('r', 50) FROM generate_series(1, 60000) g",
    "ALTER TABLE events ENABLE ROW LEVEL SECURITY",
    "CREATE POLICY of_tenant ON events USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::integer))",
    "GRANT SELECT ON events TO {role}",
    "VACUUM ANALYZE",
  ],
  cases: [
    { name: "a policy's predicate", sql: "SELECT * FROM events WHERE kind = 'on'", index: "(tenant_id, kind)", flags: { "db-role": "{role}" }, ratio: 5 },
    { name: "the last of each device", sql: "SELECT DISTINCT ON (device) device, at FROM events WHERE device IN ('d1', 'd2') ORDER BY device, at DESC", index: "(device, at DESC)", ratio: 10 },
    { name: "a group of one tenant", sql: "WITH mine AS (SELECT * FROM events WHERE tenant_id = 7) SELECT kind, count(*) FROM mine GROUP BY kind", index: "(tenant_id, kind)", ratio: 10 },
    { name: "a partitioned table", sql: "SELECT * FROM readings WHERE device = 7 AND at > timestamptz '2026-02-05'", index: "(device, at)", ratio: 5 },
    { name: "only those that exist", sql: "SELECT 1 WHERE EXISTS (SELECT 1 FROM events WHERE device = 'd17' AND at > timestamptz '2026-01-01 10:00')", index: "(device, at)", ratio: 3 },
  ],
};

export const postgresqlWorlds: readonly IndexWorld[] = [shop, forum, tenancy];
