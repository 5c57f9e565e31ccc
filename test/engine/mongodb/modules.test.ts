import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadMongodb } from "../../../src/engines/mongodb/engine.ts";
import { runModule } from "../../../src/engines/mongodb/module/runModule.ts";
import type { ModuleLimits } from "../../../src/engines/mongodb/module/runModule.ts";
import type { Result } from "../../../src/engines/engine.ts";
import { serverUrl } from "./server.ts";

const database = `modules_${process.pid}`;

describe.runIf(serverUrl !== undefined)("modules of migrate-mongo", () => {
  const client = new MongoClient(serverUrl ?? "mongodb://127.0.0.1:1");
  const cwd = mkdtempSync(path.join(tmpdir(), "modules-"));
  beforeAll(() => client.connect());
  beforeEach(() => client.db(database).dropDatabase());
  afterAll(async () => {
    rmSync(cwd, { recursive: true, force: true });
    await client.db(database).dropDatabase();
    await client.close();
  });

  function write(name: string, text: string): void {
    mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true });
    writeFileSync(path.join(cwd, name), text);
  }

  async function run(name: string, text: string, limits: ModuleLimits = {}, direction: "up" | "down" = "up"): Promise<Result> {
    write(name, text);
    return runModule({ kind: "module", file: name, direction }, { url: serverUrl ?? "", database, cwd, standsFor: "shop", connectTimeoutMs: 5000 }, limits);
  }

  test("runs up and down of a CommonJS module, and tells what they changed and printed", async () => {
    const text = `module.exports = {
      async up(db, client) {
        console.log("begins");
        await db.collection("a").insertMany([{ n: 1 }, { n: 2 }, { n: 3 }]);
        for (const n of [1, 2]) await db.collection("a").updateOne({ n }, { $set: { seen: true } });
        await db.collection("a").createIndex({ n: 1 });
        await client.db().collection("b").findOne({});
      },
      async down(db) { await db.collection("a").drop(); },
    };`;
    const up = await run("m/1-a.js", text);
    expect(up.rows).toEqual([["insert", "a", 1, 3], ["update", "a", 2, 2], ["createIndexes", "a", 1, 0]]);
    expect(up).toMatchObject({ rowCount: 5, command: "runModule up", notices: ["insert on a (3 documents)", "update on a 2 times (2 documents)", "createIndexes on a", "begins"] });
    expect(await client.db(database).collection("a").countDocuments({ seen: true })).toBe(2);
    expect((await run("m/1-a.js", text, {}, "down")).rows).toEqual([["drop", "a", 1, 0]]);
    expect(await client.db(database).listCollections().toArray()).toEqual([]);
  });

  test.each([
    ["2-a.mjs", "import { ObjectId } from 'mongodb';\nexport const up = async (db) => { await db.collection('a').insertOne({ _id: new ObjectId('0123456789abcdef01234567') }); };"],
    ["3-a.cjs", "const { ObjectId } = require('mongodb');\nexports.up = async (db) => { await db.collection('a').insertOne({ _id: new ObjectId('0123456789abcdef01234567') }); };"],
    ["4-a.mjs", "import mongodb from 'mongodb';\nexport default { async up(db, client, session) { await db.collection('a').insertOne({ _id: new mongodb.ObjectId('0123456789abcdef01234567') }, { session }); } };"],
  ])("gives %s the driver that comes along where the workspace has none", async (name, text) => {
    expect((await run(name, text)).rows).toEqual([["insert", "a", 1, 1]]);
  });

  test("uses the workspace's own driver", async () => {
    write("own/node_modules/mongodb/package.json", '{"name": "mongodb", "version": "0.0.0", "main": "index.js"}');
    const real = path.resolve("node_modules/mongodb/lib/index.js");
    write("own/node_modules/mongodb/index.js", `module.exports = { ...require(${JSON.stringify(real)}), mark: "the workspace's" };`);
    expect((await run("own/1-a.js", "exports.up = async (db) => { console.log(require('mongodb').mark); await db.collection('a').insertOne({}); };")).notices).toEqual(["insert on a (1 document)", "the workspace's"]);
  });

  test("says where a module fails and what it had done", async () => {
    const failing = run("5-a.js", "exports.up = async (db) => {\n  await db.collection('a').insertOne({ _id: 1 });\n  await db.collection('a').insertOne({ _id: 1 });\n};");
    await expect(failing).rejects.toMatchObject({ kind: "statement", reason: "constraint", code: "11000", message: expect.stringMatching(/5-a\.js:3:\d+.*By then it had done: insert on a \(1 document\)\./s) as unknown });
    await expect(run("6-a.js", "exports.up = async () => {\n  throw new Error('not today');\n};")).rejects.toMatchObject({ reason: "other", message: "not today (6-a.js:2:9). It had written nothing by then." });
    await expect(run("7-a.js", "exports.up = async () => { process.exit(3); };")).rejects.toMatchObject({ message: expect.stringContaining("exit code 3") as unknown });
    await expect(run("8-a.js", "exports.up = (")).rejects.toMatchObject({ reason: "syntax" });
    await expect(run("9-a.js", "exports.down = () => {}")).rejects.toMatchObject({ reason: "syntax", message: expect.stringContaining("exports no function up") as unknown });
    await expect(run("10-a.js", "exports.up = (db, client, next) => { next(); }")).rejects.toMatchObject({ reason: "syntax" });
    await expect(run("11-a.js", "exports.up = async () => { Promise.reject(new Error('left alone')); await new Promise((done) => setTimeout(done, 20)); }")).rejects.toMatchObject({ message: expect.stringContaining("left alone") as unknown });
  });

  test("counts what a transaction did when it is committed", async () => {
    const text = (end: string): string => `exports.up = async (db, client) => {
      const session = client.startSession();
      session.startTransaction();
      await db.collection("a").insertMany([{}, {}], { session });
      await session.${end}();
      await session.endSession();
      await db.collection("b").insertOne({});
    };`;
    await client.db(database).createCollection("a");
    expect((await run("15-a.js", text("commitTransaction"))).rows).toEqual([["insert", "a", 1, 2], ["insert", "b", 1, 1]]);
    expect((await run("16-a.js", text("abortTransaction"))).rows).toEqual([["insert", "b", 1, 1]]);
  });

  test("refuses another database before anything is sent to it", async () => {
    const other = `${database}_other`;
    for (const [at, reach] of [
      `client.db("${other}").collection("x").insertOne({})`, `db.admin().command({ setParameter: 1, notablescan: 0 })`, `db.aggregate([{ $documents: [{}] }, { $out: { db: "${other}", coll: "x" } }]).toArray()`,
      `db.collection("a").aggregate([{ $merge: { into: { db: "${other}", coll: "x" } } }]).toArray()`, `new (require("mongodb").MongoClient)("${serverUrl ?? ""}").connect()`,
    ].entries()) {
      const tried = run(`${20 + at}-a.js`, `exports.up = async (db, client) => {\n  await db.collection("a").insertOne({});\n  try { await ${reach}; } catch {}\n};`);
      await expect(tried, reach).rejects.toMatchObject({ kind: "statement", reason: "permission", message: expect.stringContaining("insert on a") as unknown });
    }
    expect((await client.db().admin().listDatabases({ nameOnly: true })).databases.map((one) => one.name)).not.toContain(other);
  });

  test("gives the database under the name that it stands for, and renames in it", async () => {
    const done = await run("30-a.js", "exports.up = async (db, client) => { await client.db('shop').collection('a').insertOne({}); await db.collection('a').rename('b'); };");
    expect(done.rows).toEqual([["insert", "a", 1, 1], ["renameCollection", expect.stringContaining(".a"), 1, 0]]);
    expect(await client.db(database).collection("b").countDocuments()).toBe(1);
  });

  test("ends with its limit and with a cancel, in the middle", async () => {
    const endless = "exports.up = async (db) => { await db.collection('a').insertOne({}); console.log('in'); for (;;) await new Promise((done) => setTimeout(done, 5)); };";
    await expect(run("40-a.js", endless, { timeoutMs: 3000 })).rejects.toMatchObject({ reason: "statementTimeout" });
    const stop = new AbortController();
    const running = run("41-a.js", `${endless}`, { signal: stop.signal });
    while ((await client.db(database).collection("a").countDocuments()) < 2) await new Promise((done) => setTimeout(done, 20));
    stop.abort();
    await expect(running).rejects.toMatchObject({ kind: "cancelled" });
  });

  test("ends on the server too what it runs there", async () => {
    const url = new URL(serverUrl ?? "");
    url.pathname = `/${database}`;
    const session = await (await loadMongodb()).connect({ url: url.href, cwd, readOnly: false, timeouts: { connect: 10_000, lock: 0, statement: 0, idleInTransaction: 0 }, signal: new AbortController().signal });
    await client.db(database).collection("long").insertOne({});
    const range = (name: string): string => `{ $project: { ${name}: { $range: [0, 3000] } } }, { $unwind: "$${name}" }`;
    write("42-a.js", `exports.up = async (db) => { await db.collection("long").aggregate([${["a", "b", "c"].map(range).join(", ")}, { $count: "n" }, { $out: "counted" }]).toArray(); };`);
    const ours = async (): Promise<number> => {
      const { inprog } = (await client.db("admin").command({ currentOp: 1 })) as unknown as { readonly inprog: readonly { readonly active: boolean; readonly ns?: string }[] };
      return inprog.filter((one) => one.active && one.ns?.startsWith(`${database}.`) === true).length;
    };
    const running = session.run(JSON.stringify({ runModule: "42-a.js", direction: "up" }));
    await expect.poll(ours, { timeout: 20_000 }).toBe(1);
    // The process tells four times in a second what it runs.
    await new Promise((done) => setTimeout(done, 600));
    await session.cancel();
    await expect(running).rejects.toMatchObject({ kind: "cancelled" });
    await expect.poll(ours, { timeout: 20_000 }).toBe(0);
    await session.close();
  });

  test("keeps documents before each command, also in a transaction and by the workspace's own driver, and sends nothing that could not be kept", async () => {
    const keepIn = path.join(cwd, "kept");
    await client.db(database).collection<{ _id: number }>("a").insertMany([1, 2, 3].map((_id) => ({ _id })));
    mkdirSync(keepIn);
    const text = `exports.up = async (db, client) => {
      const session = client.startSession();
      await session.withTransaction(() => db.collection("a").deleteOne({ _id: 1 }, { session }));
      await session.endSession();
      await db.collection("a").bulkWrite([{ insertOne: { document: { _id: 4 } } }, { updateOne: { filter: { _id: 2 }, update: { $set: { v: 1 } } } }, { deleteMany: { filter: { _id: { $gte: 2 } } } }]);
    };`;
    write("own/2-b.js", text);
    expect((await run("own/2-b.js", text, { keepIn })).notices.at(-1)).toBe("kept before it changed them: 3 documents of a");
    expect(readFileSync(path.join(keepIn, "1.rows"), "utf8")).toBe('{"_id":{"$numberInt":"1"}}\n{"_id":{"$numberInt":"2"}}\n{"_id":{"$numberInt":"3"}}\n');
    await client.db(database).collection<{ _id: number }>("a").insertOne({ _id: 5 });
    await expect(run("43-a.js", "exports.up = async (db) => { await db.collection('a').drop(); };", { keepIn: path.join(cwd, "nowhere") })).rejects.toMatchObject({ kind: "statement", message: expect.stringContaining("ENOENT") as unknown });
    expect(await client.db(database).collection("a").countDocuments()).toBe(1);
  });

  test("runs nothing outside of the workspace, and prints no secret", async () => {
    await expect(run("../away.js", "exports.up = 1")).rejects.toMatchObject({ kind: "usage" });
    rmSync(path.join(cwd, "..", "away.js"), { force: true });
    await expect(runModule({ kind: "module", file: "none.js", direction: "up" }, { url: "", database, cwd, connectTimeoutMs: 0 })).rejects.toMatchObject({ reason: "undefinedObject" });
    const secret = await run("50-a.js", "exports.up = async (db, client) => { console.log(client.s.url); };");
    expect(secret.notices).toEqual(["***"]);
  });
});
