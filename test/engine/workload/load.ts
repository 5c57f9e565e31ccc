import type { Session } from "../../../src/engines/engine.ts";

/** What a load generator runs, in words that all SQL engines take. */
export interface LoadPart {
  readonly sql: (at: number) => string;
  readonly times: number;
}

const digits = "(SELECT 0 n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";

/** Two tables, 2,000 customers and 60,000 orders: the foreign key has no index of its own, and one index is there twice. */
export async function makeShop(session: Session): Promise<void> {
  const numbers = `(SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n AS n FROM ${digits} a, ${digits} b, ${digits} c, ${digits} d) numbers`;
  for (const sql of [
    "CREATE TABLE customers (id integer PRIMARY KEY, email varchar(60) NOT NULL)",
    "CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer NOT NULL, status varchar(10) NOT NULL, note varchar(40))",
    "CREATE INDEX orders_status ON orders (status)",
    "CREATE INDEX orders_status_again ON orders (status)",
    `INSERT INTO customers SELECT n, 'a' FROM ${numbers} WHERE n < 2000`,
    ...[0, 1, 2, 3, 4, 5].map((at) => `INSERT INTO orders SELECT ${at * 10_000} + n, n % 2000, 'paid', 'x' FROM ${numbers}`),
  ]) await session.run(sql);
}

/** The parts at once, each on a connection of its own, as applications do. */
export async function generateLoad(open: () => Promise<Session>, parts: readonly LoadPart[]): Promise<void> {
  await Promise.all(parts.map(async ({ sql, times }) => {
    const session = await open();
    for (let at = 0; at < times; at += 1) await session.run(sql(at));
    // A server hands what a connection counted to all others when it ends, else some time later.
    await session.close();
  }));
}
