import { randomBytes } from "node:crypto";
import { MongoClient } from "mongodb";
import { expect, it } from "vitest";
import { patience } from "./hand.ts";
import { describeStore } from "./store.ts";

const server = process.env["TEST_MONGODB_URL"] ?? "";
const database = `test_editor_${randomBytes(6).toString("hex")}`;
const commands: Readonly<Record<string, unknown>> = {
  "001_orders_status.up.json": [{ update: "orders", updates: [{ q: { status: { $exists: false } }, u: { $set: { status: "new" } }, multi: true }] }, { createIndexes: "orders", indexes: [{ key: { status: 1 }, name: "status_1" }] }],
  "001_orders_status.down.json": [{ dropIndexes: "orders", index: "status_1" }, { update: "orders", updates: [{ q: {}, u: { $unset: { status: "" } }, multi: true }] }],
  "002_drop_notes.up.json": [{ drop: "notes" }],
  "002_drop_notes.down.json": [{ create: "notes" }],
  "003_require_email.up.json": [{ collMod: "customers", validator: { $jsonSchema: { bsonType: "object", required: ["email"], properties: { email: { bsonType: "string" } } } } }],
  "003_require_email.down.json": [{ collMod: "customers", validator: {} }],
};
const client = new MongoClient(server === "" ? "mongodb://localhost" : server);
const db = client.db(database);

describeStore({
  engine: "mongodb",
  server,
  migrations: Object.fromEntries(Object.entries(commands).map(([name, list]) => [name, `${JSON.stringify(list, null, 2)}\n`])),
  create: async () => {
    const fill = (name: string, count: number, document: (id: number) => object) => db.collection<{ _id: number }>(name).insertMany(Array.from({ length: count }, (_, id) => ({ _id: id, ...document(id) })));
    await fill("customers", 100, (id) => ({ name: `Customer ${id}`, ...(id === 7 ? {} : { email: `c${id}@example.com` }) }));
    await fill("orders", 200, (id) => ({ customer: id % 100, total: id }));
    await fill("notes", 30, (id) => ({ text: `Note ${id}` }));
    await db.collection("customers").createIndex({ name: 1 });
  },
  drop: async () => {
    await db.dropDatabase();
    await client.close();
  },
}, (store) => {
  it("adds the connection through the wizard, without a login", async () => {
    const { hand } = store;
    const { hostname, port } = new URL(server);
    await hand.press("Add Connection");
    await hand.choose("Engine", "MongoDB");
    await hand.choose("Topology", "One server");
    await hand.answer("Host", hostname);
    await hand.answer("Port", port);
    await hand.answer("Database", database);
    await hand.answer("User", "");
    await hand.choose("TLS", "Off");
    await hand.answer("Name", "Store");
    await hand.choose("Role", "Development");
    await hand.choose("Save", "in this workspace");
    await hand.row(/001 orders status\s*pending/).waitFor(patience);
    expect(store.settings()).toEqual({ "dataEngineer.connections": [{ name: "Store", role: "development", engine: "mongodb", host: hostname, port: Number(port), database, user: "", tls: "disable" }] });
  });

  it("shows collections, and indexes when one is opened", async () => {
    const { hand } = store;
    await hand.row(/^Store/).click();
    await hand.row(/^orders/).waitFor(patience);
    await hand.row(/^customers/).click();
    await hand.row(/name_1\s*\{"name":1\}/).waitFor(patience);
    await hand.row(/documents\s*100/).waitFor(patience);
    await hand.look("mongodb tree");
    await hand.row(/^Store/).click();
  });

  it("dry-runs commands on a scratch database, and tells which documents a validator would refuse", async () => {
    const { hand, workbench } = store;
    await hand.dryRun("001_orders_status.up.json");
    await expect.poll(() => workbench.text(), patience).toMatch(/dry-run passed/);
    await hand.lens("proven").waitFor(patience);
    await hand.look("mongodb dry-run");
    expect(await db.collection("orders").countDocuments({ status: "new" })).toBe(0);
    await hand.dryRun("003_require_email.up.json");
    await expect.poll(() => workbench.text(), patience).toMatch(/1 document of customers would fail the new validator/);
  });

  it("takes a snapshot, applies after a question, and drops after its name", async () => {
    const { hand } = store;
    await hand.takeSnapshot("before-all");
    await hand.apply("001_orders_status.up.json");
    const { said, typed } = await hand.apply("002_drop_notes.up.json");
    expect(said).toMatch(/notes: it is dropped, 30 documents are lost/);
    expect(typed).toMatch(/^notes$/);
  });

  it("rolls back from the Snapshots view, documents included", async () => {
    const { hand } = store;
    await hand.rollBackTo("before-all");
    await hand.row(/001 orders status\s*(?:pending|rollback)/).waitFor(patience);
    expect([await db.collection("notes").countDocuments(), (await db.collection("orders").indexes()).length]).toEqual([30, 1]);
  });
});
