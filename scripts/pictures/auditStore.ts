import pg from "pg";
import type { PictureStore } from "./pictureStore.ts";

/** A small shop for many tenants, with a policy that lets everybody through, a partition beside its policies, and a view that reads as its owner. */
const shop = `
  CREATE TABLE customers (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, tenant_id integer NOT NULL, name text NOT NULL, email text NOT NULL);
  CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY, tenant_id integer NOT NULL, customer_id bigint NOT NULL REFERENCES customers, total numeric NOT NULL, placed_on date NOT NULL) PARTITION BY RANGE (placed_on);
  CREATE TABLE orders_2026 PARTITION OF orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  CREATE INDEX ON customers (tenant_id); CREATE INDEX ON orders (tenant_id);
  ALTER TABLE customers ENABLE ROW LEVEL SECURITY; ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
  CREATE POLICY customers_of_tenant ON customers TO shop_app USING (tenant_id = current_setting('app.tenant_id', true)::integer);
  CREATE POLICY customers_support ON customers FOR SELECT TO shop_app USING (name IS NOT NULL);
  CREATE POLICY orders_of_tenant ON orders TO shop_app USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::integer));
  CREATE VIEW open_orders AS SELECT id, tenant_id, customer_id, total FROM orders;
  GRANT SELECT, INSERT, UPDATE, DELETE ON customers, orders, orders_2026 TO shop_app; GRANT SELECT ON open_orders TO shop_app; GRANT TRUNCATE ON orders TO shop_app;
  INSERT INTO customers (tenant_id, name, email) SELECT 1 + n % 3, 'Customer ' || n, 'c' || n || '@example.com' FROM generate_series(1, 300) n;
  INSERT INTO orders (tenant_id, customer_id, total, placed_on) SELECT 1 + n % 3, 1 + n % 300, n % 90, date '2026-01-01' + n % 300 FROM generate_series(1, 3000) n;
  ANALYZE`;

/** Makes the database and its role on a PostgreSQL server; `drop` takes both away. Throws where one of that name is there already. */
export async function auditStore(server: string, database: string): Promise<PictureStore> {
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${database}`);
  await admin.query("CREATE ROLE shop_app LOGIN");
  const maker = new pg.Client(Object.assign(new URL(server), { pathname: `/${database}` }).href);
  await maker.connect();
  await maker.query(shop);
  await maker.end();
  const { hostname, port, username, password } = new URL(server);
  return {
    migrations: {},
    profile: { name: "Store", role: "staging", engine: "postgresql", host: hostname, port: Number(port === "" ? 5432 : port), database, user: decodeURIComponent(username), tls: "disable", ...(password === "" ? {} : { password: "${env:STORE_PASSWORD}" }) },
    env: { STORE_PASSWORD: decodeURIComponent(password) },
    drop: async () => {
      await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
      await admin.query("DROP ROLE shop_app");
      await admin.end();
    },
  };
}
