import pg from "pg";
import type { PictureStore } from "./pictureStore.ts";

/** The index that the picture of two plans is about. */
const index = "CREATE INDEX orders_open ON orders (status, placed_on); ANALYZE orders";

/** Orders of many customers, without the index that the query of the picture wants; `improve` makes it. */
export interface ExplainStore extends PictureStore {
  improve(): Promise<void>;
}

const shop = `
  CREATE TABLE customers (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, name text NOT NULL, country text NOT NULL);
  CREATE TABLE orders (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, customer_id bigint NOT NULL REFERENCES customers, status text NOT NULL, total numeric NOT NULL, placed_on date NOT NULL);
  INSERT INTO customers (name, country) SELECT 'Customer ' || n, (ARRAY['CH', 'DE', 'FR'])[1 + n % 3] FROM generate_series(1, 4000) n;
  INSERT INTO orders (customer_id, status, total, placed_on) SELECT 1 + n % 4000, CASE WHEN n % 97 = 0 THEN 'open' ELSE 'paid' END, n % 900, date '2024-01-01' + n % 1000 FROM generate_series(1, 400000) n;
  ANALYZE`;

/** Makes the database on a PostgreSQL server; `drop` takes it away. Throws where one of that name is there already. */
export async function explainStore(server: string, database: string): Promise<ExplainStore> {
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${database}`);
  const inside = async (sql: string): Promise<void> => {
    const client = new pg.Client(Object.assign(new URL(server), { pathname: `/${database}` }).href);
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await inside(shop);
  const { hostname, port, username, password } = new URL(server);
  return {
    migrations: {},
    profile: { name: "Store", role: "staging", engine: "postgresql", host: hostname, port: Number(port === "" ? 5432 : port), database, user: decodeURIComponent(username), tls: "disable", ...(password === "" ? {} : { password: "${env:STORE_PASSWORD}" }) },
    env: { STORE_PASSWORD: decodeURIComponent(password) },
    improve: () => inside(index),
    drop: async () => {
      await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
      await admin.end();
    },
  };
}
