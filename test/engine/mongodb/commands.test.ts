import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../../src/agent/agent.ts";
import type { RunResult } from "../../../src/agent/agent.ts";
import type { Answer } from "../../../src/agent/host.ts";
import type { PermissionMode } from "../../../src/agent/permissionMode.ts";
import { fakeHost } from "../../unit/agent/fakeHost.ts";
import { serverUrl } from "./server.ts";

const database = `commands_${process.pid}`;

interface How {
  readonly flags?: Readonly<Record<string, string | true>>;
  readonly answer?: Answer;
  readonly mode?: PermissionMode;
  readonly signal?: AbortSignal;
  readonly offline?: true;
}

interface Shown {
  readonly statements: readonly { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[]; readonly rowCount: number | null; readonly more: boolean }[];
}

describe.runIf(serverUrl !== undefined)("commands on MongoDB", () => {
  const client = new MongoClient(serverUrl ?? "mongodb://127.0.0.1:1");
  const folder = mkdtempSync(path.join(tmpdir(), "commands-"));
  const yes: Answer = { agreed: true };
  const url = (): string => {
    const found = new URL(serverUrl ?? "");
    found.pathname = `/${database}`;
    return found.href;
  };
  const call = (command: string, words: string, { flags = {}, answer, mode, signal, offline }: How = {}): Promise<RunResult> => {
    const host = fakeHost({
      cwd: folder,
      connection: async () => await (offline === true ? Promise.resolve(undefined) : Promise.resolve({ name: "test", url: url(), role: "development" as const })),
      ...(answer === undefined ? {} : { answer }), ...(mode === undefined ? {} : { startMode: mode }), ...(signal === undefined ? {} : { signal }),
    });
    return run({ command, args: [words], flags }, host);
  };
  const shown = ({ report }: RunResult): Shown["statements"] => (report.data as unknown as Shown).statements;

  /** Without those of the product itself. */
  const collections = async (): Promise<string[]> => (await client.db(database).listCollections({}, { nameOnly: true }).toArray()).map((one) => one.name).filter((name) => !name.startsWith("data_engineer_"));

  function write(files: Readonly<Record<string, string | readonly object[]>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), typeof text === "string" ? text : JSON.stringify(text, null, 2));
    }
  }

  /** As if nothing had been applied before. */
  const freshHistory = async (): Promise<unknown> => client.db(database).collection("data_engineer_migrations").deleteMany({});

  beforeAll(async () => {
    await client.connect();
    await client.db(database).collection<{ _id: number; n: number }>("orders").insertMany([1, 2, 3, 4, 5].map((n) => ({ _id: n, n: n * n })));
  });
  afterAll(async () => {
    await client.db(database).dropDatabase();
    await client.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("run-sql takes a line, a command and an aggregation, page by page", async () => {
    expect(shown(await call("run-sql", "db.orders.find({n: {$gt: 1}}, {_id: 0}).sort({n: -1}).limit(2)"))[0]?.rows).toEqual([[25], [16]]);
    expect(shown(await call("run-sql", '{"find": "orders", "filter": {"_id": 3}}'))[0]?.rows).toEqual([[3, 9]]);
    expect(shown(await call("run-sql", "db.orders.aggregate([{$group: {_id: null, sum: {$sum: '$n'}}}])"))[0]?.rows).toEqual([[null, 55]]);
    expect(shown(await call("run-sql", "db.orders.countDocuments({n: {$lt: 0}})"))[0]?.rows).toEqual([[0]]);
    expect(shown(await call("run-sql", "show collections"))[0]?.rows).toEqual([["orders", "collection"]]);
    const page = shown(await call("run-sql", "db.orders.find({}).sort({_id: 1})", { flags: { page: "2", "page-size": "2" } }))[0];
    expect(page).toMatchObject({ rows: [[3, 9], [4, 16]], more: true });
  });

  test("run-sql explains without running, and tells the place of what it cannot read", async () => {
    const explained = await call("run-sql", "db.orders.deleteMany({})", { flags: { explain: true } });
    expect(explained.exitCode).toBe(0);
    expect(await client.db(database).collection("orders").countDocuments()).toBe(5);
    const { report, exitCode } = await call("run-sql", "db.orders.find({\n  a: now()})");
    expect(exitCode).toBe(1);
    expect(report.findings[0]?.range?.start).toEqual({ line: 1, character: 5 });
  });

  test("run-sql asks by name before it loses documents, keeps them, and rollback brings them back", async () => {
    expect((await call("run-sql", "db.orders.deleteMany({})", { answer: yes })).exitCode).toBe(3);
    const done = await call("run-sql", "db.orders.deleteMany({})", { answer: { agreed: true, typedName: "orders" } });
    expect(done.exitCode).toBe(0);
    expect(await client.db(database).collection("orders").countDocuments()).toBe(0);
    const snapshot = String(done.report.data["snapshot"]);
    expect((await call("rollback", snapshot, { answer: { agreed: true, typedName: "orders" } })).report.summary).toMatch(/./);
    expect(await client.db(database).collection("orders").countDocuments()).toBe(5);
  });

  test("run-sql runs commands that no transaction holds one by one, and tells what stays where one fails", async () => {
    const done = await call("run-sql", '[{"create": "x"}, {"createIndexes": "x", "indexes": [{"key": {"a": 1}, "name": "a_1"}]}, {"insert": "x", "documents": [{"a": 1}]}]', { answer: yes });
    expect(done.report.summary).toBe("3 statements ran; committed.");
    const failed = await call("run-sql", '[{"insert": "x", "documents": [{"a": 2}]}, {"collMod": "nowhere", "validator": {}}, {"create": "y"}]', { answer: yes });
    expect(failed.exitCode).toBe(1);
    expect(failed.report.summary).toMatch(/^Statement 2 of 3: .*What ran before it stays: insert\.$/);
    expect(await client.db(database).collection("x").countDocuments()).toBe(2);
    expect(await collections()).toEqual(expect.arrayContaining(["orders", "x"]));
    await client.db(database).dropCollection("x");
  });

  test("explore mode runs no module, no $out and no write inside of an explain", async () => {
    write({ "m/1-a.js": "exports.up = async (db) => { await db.collection('orders').drop(); };" });
    for (const words of ['{"runModule": "m/1-a.js", "direction": "up"}', "db.orders.aggregate([{$out: 'copy'}])", "db.orders.drop()", '{"explain": {"delete": "orders", "deletes": [{"q": {}, "limit": 0}]}, "verbosity": "executionStats"}']) {
      expect((await call("run-sql", words, { mode: "explore", answer: yes })).exitCode, words).not.toBe(0);
    }
    expect(await collections()).toEqual(["orders"]);
    expect(await client.db(database).collection("orders").countDocuments()).toBe(5);
  });

  test("a cancel ends what the server does", async () => {
    const stop = new AbortController();
    const endless = ["a", "b", "c"].map((name) => `{$project: {${name}: {$range: [0, 3000]}}}, {$unwind: "$${name}"}`).join(", ");
    const running = call("run-sql", `db.orders.aggregate([${endless}, {$count: "n"}])`, { signal: stop.signal });
    setTimeout(() => stop.abort(), 1500);
    expect((await running).exitCode).toBe(130);
  });

  test("verify-order reads command files without a connection or a flag, and names the order that works", async () => {
    write({
      "order/001_index.up.json": [{ createIndexes: "users", indexes: [{ key: { email: 1 }, name: "email_1" }] }],
      "order/002_users.up.json": [{ create: "users", validator: { email: { $type: "string" } } }],
    });
    const { report, exitCode } = await call("verify-order", "order", { offline: true });
    expect(exitCode).toBe(1);
    expect(report.findings[0]).toMatchObject({ rule: "order/used-before-created", severity: "error", file: "order/001_index.up.json", object: "collection users" });
    expect(report.data["order"]).toEqual(["order/002_users.up.json", "order/001_index.up.json"]);
  });

  test("modules of migrate-mongo are tried on a scratch database, applied, and taken back", async () => {
    write({
      "mm/20240101000000-flag.js": "exports.up = async (db) => { await db.collection('orders').updateMany({}, { $set: { flag: true } }); };\nexports.down = async (db) => { await db.collection('orders').updateMany({}, { $unset: { flag: '' } }); };\n",
      "mm/20240102000000-extra.js": "module.exports = { async up(db) { await db.createCollection('extra'); }, async down(db) { await db.collection('extra').drop(); } };\n",
    });
    const tried = await call("dry-run", "mm");
    expect(tried.report.status).toBe("passed");
    expect(tried.report.data["migrations"]).toMatchObject([{ proof: "shadow", rollback: { verified: true }, statements: [{ rows: 5 }] }, { proof: "shadow", rollback: { verified: true } }]);
    expect(tried.report.findings).toMatchObject([{ rule: "dry-run/opaque", message: expect.stringContaining("update on orders (5 documents)") as unknown }, { rule: "dry-run/opaque" }]);
    expect(await client.db(database).collection("orders").countDocuments({ flag: true })).toBe(0);
    expect((await call("apply-migration", "mm", { answer: yes })).report.status).toBe("passed");
    expect(await client.db(database).collection("orders").countDocuments({ flag: true })).toBe(5);
    expect((await call("rollback", "mm/20240102000000-extra.js", { answer: { agreed: true, typedName: "extra" } })).report.status).toBe("passed");
    expect(await collections()).toEqual(["orders"]);
  });

  test("what a module changes and removes is kept while it runs, and comes back with its snapshot and with its down script", async () => {
    const people = client.db(database).collection<{ _id: number; name: string; left?: boolean }>("people");
    const before = [1, 2, 3, 4].map((n) => ({ _id: n, name: `person ${n}` }));
    const all = async (): Promise<unknown[]> => people.find().sort({ _id: 1 }).toArray();
    await freshHistory();
    await people.insertMany(before);
    write({
      "keep/1-a.js": `exports.up = async (db) => {
        await db.collection("people").insertOne({ _id: 9, name: "added" });
        await db.collection("people").updateOne({ name: "person 2" }, { $set: { left: true } });
        await db.collection("people").deleteMany({ _id: { $gte: 3 } });
        await db.collection("people").updateMany({}, { $set: { name: "somebody" } });
      };
      exports.down = async (db) => { await db.collection("people").updateMany({}, { $unset: { left: "" } }); };`,
    });
    const tried = await call("dry-run", "keep");
    expect(tried.exitCode).toBe(1);
    expect(tried.report.data["migrations"]).toMatchObject([{ status: "passed", rollback: { verified: false, differences: ['documents of people (content was "4 documents", is "2 documents, 2 changed")'] } }]);
    expect(tried.report.findings.find(({ rule }) => rule === "dry-run/down-does-not-restore")).toMatchObject({ severity: "error", message: expect.stringContaining("the content is not as before") as unknown });
    expect(await all()).toEqual(before);
    const applied = await call("apply-migration", "keep", { answer: yes });
    expect(applied.report).toMatchObject({ status: "passed", findings: [{ rule: "apply/rollback-broken" }] });
    expect(await all()).toEqual([{ _id: 1, name: "somebody" }, { _id: 2, name: "somebody", left: true }]);
    expect((await call("rollback", String(applied.report.data["snapshot"]), { answer: yes })).report).toMatchObject({ status: "passed" });
    expect(await all()).toEqual(before);
    await call("apply-migration", "keep", { answer: yes });
    expect((await call("rollback", "keep/1-a.js", { answer: yes })).report).toMatchObject({ status: "passed", summary: expect.stringContaining("4 documents of people") as unknown });
    expect(await all()).toEqual(before);
    await people.drop();
  });

  test("what a module had removed when it failed comes back where the person agrees to undo it", async () => {
    const people = client.db(database).collection<{ _id: number }>("people");
    await freshHistory();
    await people.insertMany([{ _id: 1 }, { _id: 2 }]);
    write({ "half/2-a.js": "exports.up = async (db) => {\n  await db.collection('people').drop();\n  throw new Error('half way');\n};" });
    const failed = await call("apply-migration", "half", { answer: yes, flags: { "without-proof": true } });
    expect(failed.report).toMatchObject({ status: "failed", findings: expect.arrayContaining([expect.objectContaining({ rule: "apply/undone" })]) as unknown });
    expect(await people.countDocuments()).toBe(2);
    await people.drop();
  });

  test("run-sql keeps what modules change and remove, as it was before the first of them", async () => {
    const all = async (): Promise<unknown> => client.db(database).collection("orders").find().sort({ _id: 1 }).toArray();
    const before = await all();
    write({
      "once/clean.js": "exports.up = async (db) => { await db.collection('orders').updateMany({ _id: 5 }, { $set: { n: 0 } }); await db.collection('orders').deleteOne({ _id: 4 }); };",
      "once/more.js": "exports.up = async (db) => { await db.collection('orders').deleteMany({ _id: { $gt: 1 } }); };",
    });
    const { report } = await call("run-sql", '[{"runModule": "once/clean.js", "direction": "up"}, {"runModule": "once/more.js", "direction": "up"}]', { answer: yes });
    expect(await all()).toMatchObject([{ _id: 1, n: 1 }]);
    expect((await call("rollback", String(report.data["snapshot"]), { answer: yes })).report.status).toBe("passed");
    expect(await all()).toEqual(before);
  });

  test("a command file whose down script leaves documents changed is not called restored", async () => {
    write({
      "content/3-a.up.json": [{ update: "orders", updates: [{ q: { _id: { $lte: 2 } }, u: { $set: { state: "new" } }, multi: true }] }, { insert: "orders", documents: [{ _id: 77 }] }],
      "content/3-a.down.json": [{ update: "orders", updates: [{ q: { _id: 1 }, u: { $unset: { state: "" } } }] }],
      "content/4-b.up.json": [{ delete: "orders", deletes: [{ q: {}, limit: 0 }] }],
      "content/4-b.down.json": [],
      "content/5-c.up.json": [{ update: "orders", updates: [{ q: { _id: 4 }, u: { $rename: { n: "m" } } }] }],
      "content/5-c.down.json": [{ update: "orders", updates: [{ q: { _id: 4 }, u: { $rename: { m: "n" } } }] }],
    });
    await freshHistory();
    const { report } = await call("dry-run", "content");
    expect(report.data["migrations"]).toMatchObject([
      { rollback: { verified: false, differences: ['documents of orders (content was "5 documents", is "6 documents, 1 changed, 1 new")'] } }, { rollback: { verified: true } }, { rollback: { verified: true } },
    ]);
  });
});
