import { expect, test } from "vitest";
import type { ShutOut } from "../../../src/core/migration/adapter.ts";
import { lookAhead } from "../../../src/core/migration/dryRun/lookAhead.ts";
import type { Connection } from "../../../src/core/migration/ports.ts";
import type { RunnableStatement } from "../../../src/core/migration/plan.ts";
import { loadEngine } from "../../../src/engines/load.ts";

const engine = await loadEngine("mongodb");
const statement = (sql: string): RunnableStatement => {
  const script = engine.split(sql);
  return { sql, start: 0, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, facts: engine.analyse(script).statements[0] ?? null };
};
const holding = (count: number): Connection => {
  const shutOut: ShutOut | null = count === 0 ? null : { object: "orders", rule: "the new validator of orders", count, examples: [], refused: false };
  return { migrations: { trial: "scratch", onlineWay: () => Promise.resolve(null), shutOut: () => Promise.resolve(shutOut) } } as unknown as Connection;
};
const tighten = statement('{ "collMod": "orders", "validator": { "status": { "$exists": true } } }');
const foreseen = async (ran: readonly string[], scratch: number, target: number): Promise<string[]> =>
  (await lookAhead(holding(scratch), holding(target), tighten, false, ran.map(statement), new AbortController().signal)).map(({ of, shutOut }) => `${of} ${shutOut?.count}`);

test("whom a new rule shuts out is counted on the target, where all documents are", async () => {
  expect(await foreseen([], 2, 700)).toEqual(["target 700"]);
  expect(await foreseen(['{ "update": "customers", "updates": [ { "q": {}, "u": { "$set": { "status": "new" } }, "multi": true } ] }'], 2, 700)).toEqual(["target 700"]);
});

test("documents that the script has mended by then are counted as they are by then", async () => {
  const mended = '{ "update": "orders", "updates": [ { "q": {}, "u": { "$set": { "status": "new" } }, "multi": true } ] }';
  expect(await foreseen([mended], 0, 700)).toEqual([]);
  expect(await foreseen([mended], 1, 700)).toEqual(["scratch 1"]);
  expect(await foreseen(['{ "runModule": "migrations/1-mend.js", "direction": "up" }'], 0, 700)).toEqual([]);
});

test("documents that only the migrations make are counted on the scratch database", async () => {
  expect(await foreseen([], 3, 0)).toEqual(["scratch 3"]);
});
