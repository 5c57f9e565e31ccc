CREATE TABLE customers (id integer PRIMARY KEY, email text NOT NULL, country text NOT NULL, city text NOT NULL, credit numeric NOT NULL, tags integer[] NOT NULL);
INSERT INTO customers SELECT i, 'person' || i || '@example.org', 'country' || i % 20, 'city' || i % 200, i % 1000, ARRAY[i % 7, i % 11] FROM generate_series(1, 50000) AS i;
CREATE INDEX customers_email ON customers (email);
CREATE INDEX customers_country ON customers (country);

CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers, status text NOT NULL, created_at timestamptz NOT NULL, amount numeric NOT NULL, note text);
INSERT INTO orders SELECT i, 1 + (i * 7919::bigint) % 50000, (ARRAY['open', 'paid', 'sent', 'done', 'done', 'done', 'done', 'done', 'done', 'done'])[1 + i % 10], timestamptz '2024-01-01 00:00+00' + i * interval '2 minutes', (i * 37 % 10000) / 10.0, repeat('note ' || i % 97 || ' ', 6) FROM generate_series(1, 300000) AS i;
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX orders_created ON orders (created_at);
CREATE INDEX orders_status ON orders (status);
CREATE INDEX orders_amount ON orders (amount);

CREATE TABLE items (id integer PRIMARY KEY, order_id integer NOT NULL, product integer NOT NULL, quantity integer NOT NULL);
INSERT INTO items SELECT i, 1 + i % 300000, i * 31 % 5000, 1 + i % 9 FROM generate_series(1, 600000) AS i;
CREATE INDEX items_order ON items (order_id);

CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, kind text NOT NULL, payload jsonb NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_01 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
CREATE TABLE events_02 PARTITION OF events FOR VALUES FROM ('2025-02-01') TO ('2025-03-01');
CREATE TABLE events_03 PARTITION OF events FOR VALUES FROM ('2025-03-01') TO ('2025-04-01');
CREATE TABLE events_04 PARTITION OF events FOR VALUES FROM ('2025-04-01') TO ('2025-05-01');
CREATE TABLE events_05 PARTITION OF events FOR VALUES FROM ('2025-05-01') TO ('2025-06-01');
CREATE TABLE events_06 PARTITION OF events FOR VALUES FROM ('2025-06-01') TO ('2025-07-01');
INSERT INTO events SELECT i, date '2025-01-01' + i % 180, 'kind' || i % 12, jsonb_build_object('user', i % 3000, 'path', '/page/' || i % 500) FROM generate_series(1, 180000) AS i;
CREATE INDEX events_at ON events (at);
CREATE INDEX events_payload ON events USING gin (payload jsonb_path_ops);

CREATE TABLE words (id integer PRIMARY KEY, word text NOT NULL);
INSERT INTO words SELECT i, md5(i::text) || ' ' || md5((i * 3)::text) FROM generate_series(1, 100000) AS i;
CREATE EXTENSION pg_trgm;
CREATE INDEX words_trigram ON words USING gin (word gin_trgm_ops);

CREATE TABLE parents (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE children (id integer PRIMARY KEY, parent_id integer NOT NULL REFERENCES parents ON DELETE CASCADE, name text NOT NULL);
INSERT INTO parents SELECT i, 'parent ' || i FROM generate_series(1, 5000) AS i;
INSERT INTO children SELECT i, 1 + i % 5000, 'child ' || i FROM generate_series(1, 100000) AS i;
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM count(*) FROM generate_series(1, 50); RETURN NEW; END $$;
CREATE TRIGGER watched BEFORE UPDATE ON children FOR EACH ROW EXECUTE FUNCTION note_change();

CREATE TABLE members (team integer NOT NULL, person text NOT NULL, PRIMARY KEY (team, person));
INSERT INTO members SELECT i % 400, 'person' || i FROM generate_series(1, 4000) AS i;
CREATE TABLE documents (id integer PRIMARY KEY, team integer NOT NULL, title text NOT NULL);
INSERT INTO documents SELECT i, i % 400, 'document ' || i FROM generate_series(1, 100000) AS i;
CREATE FUNCTION may_read(wanted integer) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN EXISTS (SELECT FROM members WHERE team = wanted AND person = current_setting('app.person', true)); END $$;
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY documents_read ON documents USING (may_read(team));
CREATE TABLE files (id integer PRIMARY KEY, team integer NOT NULL, title text NOT NULL);
INSERT INTO files SELECT i, i % 400, 'file ' || i FROM generate_series(1, 100000) AS i;
ALTER TABLE files ENABLE ROW LEVEL SECURITY;
CREATE POLICY files_read ON files USING (EXISTS (SELECT FROM members WHERE members.team = files.team AND members.person = current_setting('app.person', true)));
CREATE TABLE pictures (id integer PRIMARY KEY, owner text NOT NULL);
INSERT INTO pictures SELECT i, 'person' || i % 50 FROM generate_series(1, 100000) AS i;
ALTER TABLE pictures ENABLE ROW LEVEL SECURITY;
CREATE POLICY pictures_read ON pictures USING (owner = current_setting('app.person', true));
GRANT SELECT ON documents, files, pictures, members TO :reader;

CREATE TABLE counters (id integer PRIMARY KEY, value integer NOT NULL, seen integer NOT NULL) WITH (fillfactor = 40);
INSERT INTO counters SELECT i, 0, 0 FROM generate_series(1, 50000) AS i;
CREATE INDEX counters_value ON counters (value);

CREATE TABLE grown (id integer NOT NULL, label text NOT NULL) WITH (autovacuum_enabled = false);
INSERT INTO grown SELECT i, 'label ' || i FROM generate_series(1, 1000) AS i;
ANALYZE grown;
INSERT INTO grown SELECT i, 'label ' || i FROM generate_series(1001, 150000) AS i;

CREATE TABLE dirty (id integer PRIMARY KEY, value integer NOT NULL) WITH (autovacuum_enabled = false);
INSERT INTO dirty SELECT i, i % 100 FROM generate_series(1, 100000) AS i;

CREATE EXTENSION postgres_fdw;
CREATE SERVER beside FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port :'port', dbname :'database', async_capable 'true');
CREATE USER MAPPING FOR CURRENT_USER SERVER beside OPTIONS (user :'person', password :'password');
CREATE FOREIGN TABLE far_orders (id integer NOT NULL, customer_id integer NOT NULL, status text NOT NULL, created_at timestamptz NOT NULL, amount numeric NOT NULL, note text) SERVER beside OPTIONS (table_name 'orders');
CREATE FOREIGN TABLE far_customers (id integer NOT NULL, email text NOT NULL, country text NOT NULL) SERVER beside OPTIONS (table_name 'customers');

ALTER TABLE customers SET (autovacuum_enabled = false);
ALTER TABLE orders SET (autovacuum_enabled = false);
ALTER TABLE items SET (autovacuum_enabled = false);
ALTER TABLE children SET (autovacuum_enabled = false);
ALTER TABLE counters SET (autovacuum_enabled = false);

VACUUM ANALYZE customers, orders, items, events, words, parents, children, members, documents, files, pictures, counters;
ANALYZE dirty;
