import type { Dialect } from "../../../src/core/engineId.ts";

/** The same sins against a schema in the words of one engine, and what must be found of them: rule, object and part, without the schema's name. */
export interface Sins {
  readonly statements: readonly string[];
  readonly found: readonly string[];
}

/** Correct designs among them: a covering key in another order, a partial index that only skips NULL, an optional unique column, an index on an expression. */
const ofAll: readonly string[] = [
  "schema/no-primary-key bare",
  "schema/foreign-key-types-differ orders orders_customer_fk customer_id",
  "schema/duplicate-index orders orders_day_again",
  "schema/redundant-index orders orders_begin",
  "schema/unique-redundant-with-key orders orders_key_again",
  "schema/missing-foreign-key items category_id",
  "schema/nullable-unique items items_code",
];

const postgresql: Sins = {
  statements: [
    "CREATE TABLE customers (id bigint PRIMARY KEY, email text UNIQUE, created_at timestamptz NOT NULL DEFAULT now())",
    "CREATE TABLE orders (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer_id integer NOT NULL, day date, state text, seller_id bigint, payer_id bigint)",
    "ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE",
    "ALTER TABLE orders ADD CONSTRAINT orders_seller_fk FOREIGN KEY (seller_id) REFERENCES customers (id)",
    "ALTER TABLE orders ADD CONSTRAINT orders_payer_fk FOREIGN KEY (payer_id) REFERENCES customers (id)",
    "CREATE INDEX orders_some ON orders (customer_id) WHERE state = 'open'",
    "CREATE INDEX orders_seller ON orders (day, seller_id) INCLUDE (state)",
    "CREATE INDEX orders_payer ON orders (payer_id) WHERE payer_id IS NOT NULL",
    "CREATE INDEX orders_day ON orders (state, day)", "CREATE INDEX orders_day_again ON orders (state, day)", "CREATE INDEX orders_begin ON orders (state)", "CREATE INDEX orders_turned ON orders (state DESC)", "CREATE INDEX orders_lower ON orders (lower(state))",
    "CREATE UNIQUE INDEX orders_key_again ON orders (id)",
    "ALTER TABLE orders ADD CONSTRAINT orders_state CHECK (state <> '') NOT VALID",
    "SELECT setval(pg_get_serial_sequence('orders', 'id'), 2100000000)",
    "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE TRIGGER orders_audit AFTER INSERT ON orders EXECUTE FUNCTION nothing()", "ALTER TABLE orders DISABLE TRIGGER orders_audit",
    "CREATE TABLE categories (id bigint PRIMARY KEY, label text)", "CREATE TABLE items (id bigint PRIMARY KEY, category_id bigint, shop bigint NOT NULL, code text, price money)",
    "CREATE UNIQUE INDEX items_code ON items (shop, code)", "CREATE UNLOGGED TABLE readings (id bigint PRIMARY KEY)", "CREATE TABLE bare (a text)",
    "CREATE TABLE measured (at date NOT NULL, customer_id bigint REFERENCES customers) PARTITION BY RANGE (at)", "CREATE TABLE measured_1 PARTITION OF measured FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
  ],
  found: [
    ...ofAll, "schema/foreign-key-without-index orders orders_customer_fk", "schema/foreign-key-without-index orders orders_seller_fk", "schema/foreign-key-without-index measured measured_customer_id_fkey", "schema/no-primary-key measured",
    "schema/constraint-not-validated orders orders_state", "schema/disabled-trigger orders orders_audit", "schema/unlogged-table readings", "schema/money-type items", "schema/counter-exhaustion orders id",
  ],
};

const mysql: Sins = {
  statements: [
    "CREATE TABLE customers (id bigint PRIMARY KEY, region int NOT NULL, email varchar(100) UNIQUE, KEY by_region (region))",
    "CREATE TABLE orders (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, customer_id bigint NOT NULL, day date, state varchar(20), region int, CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id))",
    "CREATE INDEX orders_day ON orders (state, day)", "CREATE INDEX orders_day_again ON orders (state, day)", "CREATE INDEX orders_begin ON orders (state)", "CREATE INDEX orders_some ON orders (state(3))", "CREATE UNIQUE INDEX orders_key_again ON orders (id)",
    "CREATE TABLE categories (id bigint PRIMARY KEY, label text)", "CREATE TABLE items (id bigint PRIMARY KEY, category_id bigint, shop bigint NOT NULL, code varchar(20), price float)",
    "CREATE UNIQUE INDEX items_code ON items (shop, code)", "CREATE TABLE bare (a text)",
  ],
  found: [...ofAll.filter((one) => !one.includes("types-differ")), "schema/float-amount items"],
};

const sqlite: Sins = {
  statements: [
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT UNIQUE)",
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id TEXT NOT NULL CONSTRAINT orders_customer_fk REFERENCES customers (id), day DATE, state TEXT, payer_id INTEGER CONSTRAINT orders_payer_fk REFERENCES customers)",
    "CREATE INDEX orders_some ON orders (customer_id) WHERE state = 'open'", "CREATE INDEX orders_payer ON orders (payer_id) WHERE payer_id IS NOT NULL",
    "CREATE INDEX orders_day ON orders (state, day)", "CREATE INDEX orders_day_again ON orders (state, day)", "CREATE INDEX orders_begin ON orders (state)", "CREATE INDEX orders_cased ON orders (state COLLATE NOCASE)", "CREATE UNIQUE INDEX orders_key_again ON orders (id)",
    "CREATE TABLE categories (id INTEGER PRIMARY KEY, label TEXT)", "CREATE TABLE items (id INTEGER PRIMARY KEY, category_id INTEGER, shop INTEGER NOT NULL, code TEXT, price REAL)",
    "CREATE UNIQUE INDEX items_code ON items (shop, code)", "CREATE TABLE bare (a TEXT)", "CREATE TABLE lost (id INTEGER PRIMARY KEY, gone_id INTEGER CONSTRAINT lost_fk REFERENCES gone (id))", "CREATE INDEX lost_gone ON lost (gone_id)",
    "CREATE TABLE loose (id INTEGER PRIMARY KEY, label TEXT CONSTRAINT loose_fk REFERENCES categories (label))", "CREATE INDEX loose_label ON loose (label)",
  ],
  found: [...ofAll, "schema/foreign-key-without-index orders orders_customer_fk", "schema/foreign-key-target-missing lost lost_fk", "schema/foreign-key-target-not-unique loose loose_fk", "schema/float-amount items"],
};

const mongodb: Sins = {
  statements: [
    '{"createIndexes": "orders", "indexes": [{"key": {"state": 1, "day": -1}, "name": "state_day"}, {"key": {"state": 1}, "name": "orders_begin"}, {"key": {"state": -1}, "name": "turned"}, {"key": {"state": 1}, "name": "some", "partialFilterExpression": {"open": true}}, {"key": {"day": 1}, "name": "once", "unique": true}, {"key": {"day": 1, "state": 1}, "name": "more"}]}',
  ],
  found: ["schema/redundant-index orders orders_begin"],
};

/** MySQL refuses a foreign key over differing types, MariaDB and MySQL make the index of one themselves. */
export const sins: Readonly<Record<Dialect, Sins>> = {
  postgresql, sqlite, mongodb, mysql,
  mariadb: { statements: [...mysql.statements, "CREATE SEQUENCE numbers MAXVALUE 1000 CACHE 1", "SELECT SETVAL(numbers, 950)"], found: [...mysql.found, "schema/counter-exhaustion numbers"] },
};
