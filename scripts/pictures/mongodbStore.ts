import { MongoClient } from "mongodb";
import type { PictureStore } from "./pictureStore.ts";

const up = [
  { collMod: "customers", validator: { $jsonSchema: { bsonType: "object", required: ["name", "email"], properties: { email: { bsonType: "string" } } } } },
  { createIndexes: "customers", indexes: [{ key: { email: 1 }, name: "email_1" }] },
];
const down = [
  { dropIndexes: "customers", index: "email_1" },
  { collMod: "customers", validator: {} },
];

/** Makes a database of a small shop on a MongoDB server; `drop` takes it away. Throws where one of that name holds something already. */
export async function mongodbStore(server: string, database: string): Promise<PictureStore> {
  const client = new MongoClient(server);
  const db = client.db(database);
  if ((await db.listCollections().toArray()).length > 0) throw new Error(`The database ${database} is there already.`);
  const fill = (name: string, count: number, document: (id: number) => object) => db.collection<{ _id: number }>(name).insertMany(Array.from({ length: count }, (_, id) => ({ _id: id, ...document(id) })));
  await fill("customers", 4000, (id) => ({ name: `Customer ${id}`, ...(id % 900 === 7 ? {} : { email: `c${id}@example.com` }) }));
  await fill("orders", 9000, (id) => ({ customer: id % 4000, total: 10 + (id % 190), lines: [{ sku: `A${id % 70}`, count: 1 + (id % 3) }] }));
  await fill("products", 70, (id) => ({ sku: `A${id}`, price: 5 + id }));
  await db.collection("orders").createIndex({ customer: 1 });
  await db.collection("products").createIndex({ sku: 1 }, { unique: true });
  await db.command({ create: "big_orders", viewOn: "orders", pipeline: [{ $match: { total: { $gt: 150 } } }] });
  const { hostname, port } = new URL(server);
  const text = (commands: readonly object[]): string => `${JSON.stringify(commands, null, 2)}\n`;
  return {
    migrations: { "007_require_email.up.json": text(up), "007_require_email.down.json": text(down) },
    profile: { name: "Store", role: "staging", engine: "mongodb", host: hostname, port: Number(port), database, tls: "disable" },
    env: {},
    drop: async () => {
      await db.dropDatabase();
      await client.close();
    },
  };
}
