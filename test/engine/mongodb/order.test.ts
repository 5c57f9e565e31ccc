import fc from "fast-check";
import { EJSON, type Document } from "bson";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Simulation } from "../../../src/core/order/simulate.ts";
import { analyse } from "../../../src/engines/mongodb/analyse.ts";
import { orderRules } from "../../../src/engines/mongodb/orderRules.ts";
import { split } from "../../../src/engines/mongodb/split.ts";
import { applied, check } from "../../unit/order/check.ts";

const url = process.env["TEST_MONGODB_URL"];
const names = fc.constantFrom("a", "b");
const command: fc.Arbitrary<Document> = fc.oneof(
  names.map((create) => ({ create })),
  names.map((create) => ({ create, validator: { n: { $type: "int" } }, validationAction: "warn" })),
  fc.record({ create: fc.constant("v"), viewOn: names, pipeline: fc.constant([]) }),
  names.map((drop) => ({ drop })),
  names.map((insert) => ({ insert, documents: [{ n: 1 }] })),
  names.map((update) => ({ update, updates: [{ q: {}, u: { $set: { n: 2 } }, multi: true }] })),
  names.map((update) => ({ update, updates: [{ q: { n: 77 }, u: { $set: { n: 77 } }, upsert: true }] })),
  names.map((name) => ({ delete: name, deletes: [{ q: { n: 5 }, limit: 0 }] })),
  names.map((collMod) => ({ collMod, validator: { n: { $gt: 0 } }, validationAction: "warn" })),
  fc.record({ createIndexes: names, indexes: fc.constantFrom([{ key: { n: 1 }, name: "n_1" }], [{ key: { n: 1 }, name: "other" }], [{ key: { m: 1 }, name: "n_1" }], [{ key: { m: 1 }, name: "m_1" }]) }),
  fc.record({ dropIndexes: names, index: fc.constantFrom("n_1", "m_1") }),
  fc.record({ renameCollection: names, to: fc.constantFrom("a", "b", "c") }).filter((one) => one.renameCollection !== one.to),
  fc.record({ renameCollection: names, to: fc.constantFrom("a", "b"), dropTarget: fc.constant(true) }).filter((one) => one.renameCollection !== one.to),
);

/** Before all others, so that nothing is named that was made nowhere: of that the model only says that it must have been there before. */
const beginning: readonly Document[] = [
  { create: "a" },
  { create: "b", validator: { n: { $exists: true } }, validationAction: "warn" },
  ...["a", "b"].map((createIndexes) => ({ createIndexes, indexes: [{ key: { n: 1 }, name: "n_1" }, { key: { m: 1 }, name: "m_1" }] })),
];

/** Position of the first command that fails, by the model; -1 where all of them run. */
function expected(text: string): number {
  const { statements } = analyse(split(text));
  const run = new Simulation({ statements, startsScript: (at) => at === 0, complete: true, fromNothing: true, describe: (at) => `${at}` }, orderRules);
  const failing = run.violations.filter((one) => one.severity === "error").map((one) => (one.object.byUse === true && one.needs !== undefined ? one.needs : one.at));
  return failing.length === 0 ? -1 : Math.min(...failing);
}

describe.runIf(url !== undefined)("order of commands", () => {
  const client = new MongoClient(url ?? "mongodb://127.0.0.1:1");
  const name = `order_${process.pid}`;
  beforeAll(() => client.connect());
  afterAll(async () => {
    await client.db(name).dropDatabase();
    await client.close();
  });

  /** Runs the commands on an empty database until one fails. */
  async function real(commands: readonly Document[]): Promise<number> {
    const database = client.db(name);
    await database.dropDatabase();
    for (const [at, one] of commands.entries()) {
      const rename = one["renameCollection"] as string | undefined;
      const sent = rename === undefined ? one : { ...one, renameCollection: `${name}.${rename}`, to: `${name}.${String(one["to"])}` };
      const reply = await (rename === undefined ? database : client.db("admin")).command(sent).catch((error: unknown) => error);
      if (reply instanceof Error || "writeErrors" in (reply as Document)) return at;
    }
    return -1;
  }

  it.each([
    ["an insert before the collection gets its options", [{ insert: "a", documents: [{ n: 1 }] }, { create: "a", validator: { n: { $type: "int" } } }]],
    ["an index before the collection gets its options", [{ createIndexes: "a", indexes: [{ key: { n: 1 }, name: "n_1" }] }, { insert: "a", documents: [{ n: 1 }] }, { create: "a", validator: { n: { $type: "int" } } }]],
    ["a validator before its collection", [{ collMod: "a", validator: { n: { $gt: 0 } } }, { create: "b" }, { create: "a" }]],
    ["the use of a new name before the rename", [{ create: "a" }, { collMod: "b", validator: { n: { $gt: 0 } } }, { renameCollection: "a", to: "b" }]],
    ["an index hidden before it is made", [{ create: "a" }, { collMod: "a", index: { name: "n_1", hidden: true } }, { createIndexes: "a", indexes: [{ key: { n: 1 }, name: "n_1" }] }]],
  ])("mends %s, and the commands then run", async (_, commands) => {
    const text = `[\n${commands.map((one) => `  ${EJSON.stringify(one)}`).join(",\n")}\n]\n`;
    expect(await real(commands)).not.toBe(-1);
    const { findings } = check({ "1.json": text }, { engine: "mongodb", complete: true });
    const fix = findings.find((finding) => finding.severity === "error")?.fix;
    const mended = EJSON.parse(applied(text, fix?.edits)) as Document[];
    expect(mended).toHaveLength(commands.length);
    expect(await real(mended)).toBe(-1);
  });

  it("fails on the server where the model says so, and nowhere else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 9 }).map((some) => [...beginning, ...some]), async (commands) => {
        expect(expected(EJSON.stringify(commands))).toBe(await real(commands));
      }),
      { numRuns: 100 },
    );
  });
});
