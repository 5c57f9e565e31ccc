/** Makes the plans beside this file on the server of TEST_MONGODB_URL: `node test/plans/mongodb/make.ts`, by hand. What the server cannot explain is said and left out. */
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadMongodb } from "../../../src/engines/mongodb/engine.ts";

const here = import.meta.dirname;
const url = new URL(process.env["TEST_MONGODB_URL"] ?? "");
const database = `plans_${randomBytes(4).toString("hex")}`;
url.pathname = `/${database}`;
const session = await (await loadMongodb()).connect({ url: url.href, cwd: here, readOnly: false, timeouts: { connect: 10_000, lock: 10_000, statement: 600_000, idleInTransaction: 60_000 }, signal: new AbortController().signal });
const send = async (command: object): Promise<void> => void (await session.run(JSON.stringify(command)));
const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

async function fill(collection: string, documents: readonly object[]): Promise<void> {
  for (let at = 0; at < documents.length; at += 5000) await send({ insert: collection, documents: documents.slice(at, at + 5000) });
}

await fill("orders", range(20_000).map((i) => ({
  _id: i, customer: i % 4000, status: ["open", "paid", "sent"][i % 3], total: i % 500, open: i % 10 !== 0, placed: { $date: new Date(Date.UTC(2026, 0, 1 + (i % 300))).toISOString() },
  note: `${"a long note about an order ".repeat(6)}${(i * 7919) % 20_011}`, tags: [`tag ${i % 7}`, `tag ${i % 11}`], scores: [i % 900, (i * 7) % 900], ...(i % 400 === 0 ? { coupon: "SPRING" } : {}),
})));
await fill("customers", range(6000).map((i) => ({ _id: i, name: `Name ${i}`, about: i % 2 === 0 ? "drinks tea" : "drinks coffee", place: { type: "Point", coordinates: [(i % 60) / 10, 50 + (i % 40) / 10] } })));
await fill("settings", range(20).map((i) => ({ _id: i, name: `setting ${i}`, value: i === 3 ? "SPRING" : "on" })));
await send({ createIndexes: "orders", indexes: [{ customer: 1, placed: -1 }, { status: 1 }, { total: 1, placed: 1 }, { tags: 1 }, { scores: 1 }].map((key) => ({ key, name: Object.entries(key).map(([field, order]) => `${field}_${order}`).join("_") })) });
await send({ createIndexes: "customers", indexes: [{ key: { name: 1 }, name: "name_1" }, { key: { about: "text" }, name: "about_text" }, { key: { place: "2dsphere" }, name: "place_2dsphere" }] });

const alone = new Set(["by-index", "or-scan", "sort-in-memory", "regex-case"]);
for (const [, name = "", text = ""] of readFileSync(join(here, "queries.mongodb"), "utf8").matchAll(/^\/\/ (\S+)\n(.*)$/gm)) {
  try {
    const write = async (file: string, analyse: boolean): Promise<void> => {
      const plan = await session.explain(text, { analyse });
      writeFileSync(join(here, `${file}.json`), `${plan.text.replaceAll(database, "shop")}\n`);
      writeFileSync(join(here, `${file}.mongodb`), `${text}\n`);
    };
    await write(name, true);
    if (alone.has(name)) await write(`${name}-plan`, false);
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
await send({ dropDatabase: 1 });
await session.close();
