import { createConnection } from "mysql2/promise";
import type { PictureStore } from "./pictureStore.ts";

/** Changes a table in each of the ways that a server has: at once, beside readers and writers, by copying while writers wait. */
const up = `-- What the warehouse asked for
ALTER TABLE orders
  ADD COLUMN status VARCHAR(20) NOT NULL DEFAULT 'new';

CREATE INDEX orders_by_status
  ON orders (status, created_at);

ALTER TABLE orders
  ADD CONSTRAINT sold_in
  FOREIGN KEY (shop_id) REFERENCES shops (id);
`;
const down = `ALTER TABLE orders DROP FOREIGN KEY sold_in;
DROP INDEX orders_by_status ON orders;
ALTER TABLE orders DROP COLUMN status;
`;

/** Makes a database of a small shop on a MySQL server; `drop` takes it away. Throws where one of that name is there already. */
export async function mysqlStore(server: string, database: string): Promise<PictureStore> {
  const connection = await createConnection({ uri: server, multipleStatements: true });
  await connection.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4; USE ${database}`);
  await connection.query(`
    CREATE TABLE customers (id BIGINT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(80) NOT NULL, email VARCHAR(120) NOT NULL UNIQUE);
    CREATE TABLE shops (id BIGINT PRIMARY KEY, city VARCHAR(80) NOT NULL);
    CREATE TABLE orders (id BIGINT PRIMARY KEY AUTO_INCREMENT, customer_id BIGINT NOT NULL, shop_id BIGINT, total DECIMAL(10, 2) NOT NULL, created_at DATETIME NOT NULL, FOREIGN KEY (customer_id) REFERENCES customers (id));
    CREATE VIEW big_orders AS SELECT id, total FROM orders WHERE total > 100;
    INSERT INTO customers (name, email) WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 900) SELECT CONCAT('Customer ', n), CONCAT('c', n, '@example.com') FROM n;
    INSERT INTO shops VALUES (1, 'Lyon'), (2, 'Porto'), (3, 'Graz');
    INSERT INTO orders (customer_id, shop_id, total, created_at) SELECT a.id, 1 + a.id % 3, 10 + a.id % 190, '2025-06-01' + INTERVAL (a.id * 7 + b.id) % 400 DAY FROM customers a JOIN customers b ON b.id <= 20;
    ANALYZE TABLE orders`);
  const { hostname, port, username, password } = new URL(server);
  return {
    migrations: { "014_order_status.up.sql": up, "014_order_status.down.sql": down },
    profile: { name: "Store", role: "staging", engine: "mysql", host: hostname, port: Number(port), database, user: decodeURIComponent(username), tls: "disable", password: "${env:STORE_PASSWORD}" },
    env: { STORE_PASSWORD: decodeURIComponent(password) },
    drop: async () => {
      await connection.query(`DROP DATABASE ${database}`);
      await connection.end();
    },
  };
}
