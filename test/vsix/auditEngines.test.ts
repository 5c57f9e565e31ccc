import { randomBytes } from "node:crypto";
import { MongoClient } from "mongodb";
import { createConnection } from "mysql2/promise";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { AuditDesk } from "./auditDesk.ts";

interface Shop {
  readonly engine: string;
  readonly server: string;
  /** Two findings with a fix each: by what the tree calls them. */
  readonly finding: RegExp;
  make(database: string): Promise<void>;
  /** What the fix changed, as the database has it. */
  changed(database: string): Promise<unknown>;
  readonly before: unknown;
  readonly after: unknown;
  drop(database: string): Promise<void>;
}

const [mysql, mongodb] = [process.env["TEST_MYSQL_URL"] ?? "", process.env["TEST_MONGODB_URL"] ?? ""];

async function onMysql(...statements: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const connection = await createConnection(mysql);
  try {
    let rows: unknown = [];
    for (const statement of statements) [rows] = await connection.query(statement);
    return rows as readonly Record<string, unknown>[];
  } finally {
    await connection.end();
  }
}

async function onMongodb<Value>(work: (client: MongoClient) => Promise<Value>): Promise<Value> {
  const client = new MongoClient(mongodb);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

const shops: readonly Shop[] = [
  {
    engine: "mysql", server: mysql, finding: /by_customer_too.*schema\/duplicate-index/, before: 2, after: 1,
    make: async (database) => void (await onMysql(`CREATE DATABASE ${database}`, `USE ${database}`, "CREATE TABLE customers (id BIGINT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(80) NOT NULL)",
      "CREATE TABLE orders (id BIGINT PRIMARY KEY AUTO_INCREMENT, customer_id BIGINT NOT NULL, KEY by_customer (customer_id), KEY by_customer_too (customer_id), FOREIGN KEY (customer_id) REFERENCES customers (id))",
      "INSERT INTO customers (name) VALUES ('Ann'), ('Bob')", "INSERT INTO orders (customer_id) VALUES (1), (2), (2)")),
    changed: async (database) => Number((await onMysql(`SELECT COUNT(DISTINCT INDEX_NAME) AS n FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = '${database}' AND TABLE_NAME = 'orders' AND COLUMN_NAME = 'customer_id'`))[0]?.["n"]),
    drop: async (database) => void (await onMysql(`DROP DATABASE IF EXISTS ${database}`)),
  },
  {
    engine: "mongodb", server: mongodb, finding: /customers.*schema\/validator-only-warns/, before: "warn", after: "error",
    make: (database) => onMongodb(async (client) => {
      const db = client.db(database);
      await db.createCollection("customers", { validator: { $jsonSchema: { bsonType: "object", required: ["email"] } }, validationAction: "warn" });
      await db.collection("customers").insertMany([1, 2, 3].map((n) => ({ email: `c${n}@example.com` })));
    }),
    changed: (database) => onMongodb(async (client) => (await client.db(database).listCollections({ name: "customers" }).toArray()).map((found) => ("options" in found ? found.options?.validationAction : undefined))[0]),
    drop: (database) => onMongodb(async (client) => void (await client.db(database).dropDatabase())),
  },
];

describe.each(shops)("the audit's panel on $engine", (shop) => {
  if (shop.server === "") {
    it("is not driven: the URL of a server is not set", () => {
      expect((process.env["REQUIRE_ENGINES"] ?? "").split(",").map((name) => name.trim())).not.toContain(shop.engine);
    });
    return;
  }
  const database = `test_audit_${randomBytes(6).toString("hex")}`;
  let desk: AuditDesk;

  beforeAll(async () => {
    await shop.make(database);
    desk = await AuditDesk.open(shop.engine, shop.server, database);
  });

  afterAll(async () => {
    await desk.close();
    await shop.drop(database);
  });

  afterEach(async ({ task }) => {
    await desk.hand.look(`audit ${shop.engine} ${task.name}`);
  });

  it("applies a proven fix after the editor's own question, and the finding is gone", async () => {
    await desk.audit("schema");
    expect(await shop.changed(database)).toEqual(shop.before);
    expect(await desk.applyFix(shop.finding)).toContain(database);
    expect(await shop.changed(database)).toEqual(shop.after);
  });
});
