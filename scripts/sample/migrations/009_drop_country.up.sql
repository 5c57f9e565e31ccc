PRAGMA foreign_keys = OFF;

-- The country is read from the shipping address since the spring release.
CREATE TABLE customers_new (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  full_name TEXT NOT NULL,
  loyalty_points INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT;

INSERT INTO customers_new (id, email, full_name, loyalty_points, created_at, updated_at)
SELECT id, email, full_name, loyalty_points, created_at, updated_at FROM customers;

DROP TABLE customers;
ALTER TABLE customers_new RENAME TO customers;
CREATE UNIQUE INDEX customers_email ON customers (email);
