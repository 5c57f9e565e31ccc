import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { MongoClient } from "mongodb";
import type { Db } from "mongodb";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, test } from "vitest";
import { installVsix } from "../../scripts/vscode/server.ts";
import { Workbench } from "../../scripts/vscode/workbench.ts";
import { Hand, patience } from "./hand.ts";

const server = process.env["TEST_MONGODB_URL"] ?? "";
const required = (process.env["REQUIRE_ENGINES"] ?? "").split(",").map((name) => name.trim()).includes("mongodb");
const migrations: Readonly<Record<string, unknown>> = {
  "001_orders_status.up.json": [{ update: "orders", updates: [{ q: { status: { $exists: false } }, u: { $set: { status: "new" } }, multi: true }] }, { createIndexes: "orders", indexes: [{ key: { status: 1 }, name: "status_1" }] }],
  "001_orders_status.down.json": [{ dropIndexes: "orders", index: "status_1" }, { update: "orders", updates: [{ q: {}, u: { $unset: { status: "" } }, multi: true }] }],
  "002_drop_notes.up.json": [{ drop: "notes" }],
  "002_drop_notes.down.json": [{ create: "notes" }],
  "003_require_email.up.json": [{ collMod: "customers", validator: { $jsonSchema: { bsonType: "object", required: ["email"], properties: { email: { bsonType: "string" } } } } }],
  "003_require_email.down.json": [{ collMod: "customers", validator: {} }],
};

if (server === "") {
  test(`the editor on mongodb is ${required ? "missing" : "not tested"}: TEST_MONGODB_URL is not set`, () => {
    expect(required).toBe(false);
  });
} else {
  describe("the whole workflow on mongodb", () => {
    const database = `test_editor_${randomBytes(6).toString("hex")}`;
    const folder = mkdtempSync(path.join(tmpdir(), "de-mongodb-"));
    const workspace = path.join(folder, "store");
    const client = new MongoClient(server);
    let db: Db;
    let workbench: Workbench;
    let hand: Hand;

    beforeAll(async () => {
      db = client.db(database);
      await db.collection<{ _id: number }>("customers").insertMany(Array.from({ length: 100 }, (_, id) => ({ _id: id, name: `Customer ${id}`, ...(id === 7 ? {} : { email: `c${id}@example.com` }) })));
      await db.collection<{ _id: number }>("orders").insertMany(Array.from({ length: 200 }, (_, id) => ({ _id: id, customer: id % 100, total: id })));
      await db.collection<{ _id: number }>("notes").insertMany(Array.from({ length: 30 }, (_, id) => ({ _id: id, text: `Note ${id}` })));
      await db.collection("customers").createIndex({ name: 1 });
      mkdirSync(path.join(workspace, "migrations"), { recursive: true });
      for (const [name, commands] of Object.entries(migrations)) writeFileSync(path.join(workspace, "migrations", name), `${JSON.stringify(commands, null, 2)}\n`);
      installVsix(inject("vsix"), path.join(folder, "data"));
      workbench = await Workbench.open({ workspace, dataFolder: path.join(folder, "data") });
      hand = new Hand(workbench);
      await workbench.page.locator('.activitybar a[aria-label^="Data Engineer"]').click();
    });

    afterAll(async () => {
      await workbench.close();
      await db.dropDatabase();
      await client.close();
      rmSync(folder, { recursive: true, force: true });
    });

    afterEach(async ({ task }) => {
      await hand.look(`mongodb ${task.name}`);
    });

    it("adds the connection through the wizard, without a login", async () => {
      const { hostname, port } = new URL(server);
      await workbench.page.locator(".pane-body a", { hasText: "Add Connection" }).first().click(patience);
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
      const settings = readFileSync(path.join(workspace, ".vscode", "settings.json"), "utf8");
      expect(JSON.parse(settings)).toEqual({ "dataEngineer.connections": [{ name: "Store", role: "development", engine: "mongodb", host: hostname, port: Number(port), database, user: "", tls: "disable" }] });
    });

    it("shows collections, and indexes when one is opened", async () => {
      await hand.row(/^Store/).click();
      await hand.row(/^orders/).waitFor(patience);
      await hand.row(/^customers/).click();
      await hand.row(/name_1\s*\{"name":1\}/).waitFor(patience);
      await hand.row(/documents\s*100/).waitFor(patience);
      await hand.look("mongodb tree");
      await hand.row(/^Store/).click();
    });

    it("dry-runs commands on a scratch database, and tells which documents a validator would refuse", async () => {
      await hand.open(/001 orders status/, "001_orders_status.up.json");
      await hand.lens("Dry-run").click(patience);
      await expect.poll(() => workbench.text(), patience).toMatch(/dry-run passed/);
      await hand.lens("proven").waitFor(patience);
      await hand.look("mongodb dry-run");
      expect(await db.collection("orders").countDocuments({ status: "new" })).toBe(0);
      await hand.open(/003 require email/, "003_require_email.up.json");
      await hand.lens("Dry-run").click(patience);
      await expect.poll(() => workbench.text(), patience).toMatch(/1 document of customers would fail the new validator/);
    });

    it("takes a snapshot, applies after a question, and drops after its name", async () => {
      await workbench.page.locator(".pane-body a", { hasText: "Take Snapshot" }).first().click(patience);
      await hand.answer("label", "before-all");
      await hand.row(/before-all/).waitFor(patience);
      await hand.open(/001 orders status/, "001_orders_status.up.json");
      await hand.lens("Apply").click(patience);
      await hand.agree();
      await hand.row(/001 orders status\s*applied/).waitFor(patience);
      await hand.open(/002 drop notes/, "002_drop_notes.up.json");
      await hand.lens("Apply").click(patience);
      expect(await hand.agree()).toMatch(/notes: it is dropped, 30 documents are lost/);
      await hand.row(/002 drop notes\s*applied/).waitFor(patience);
    });

    it("rolls back from the Snapshots view, documents included", async () => {
      await hand.row(/before-all/).click({ button: "right" });
      await workbench.chooseFromMenu("Roll Back");
      await hand.agree();
      await hand.row(/001 orders status\s*(?:pending|rollback)/).waitFor(patience);
      expect([await db.collection("notes").countDocuments(), (await db.collection("orders").indexes()).length]).toEqual([30, 1]);
    });
  });
}
