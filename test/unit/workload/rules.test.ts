import { describe, expect, test } from "vitest";
import type { HotStatement, Running, TableWork, Workload } from "../../../src/core/workload/workload.ts";
import { workRules } from "../../../src/core/workload/rules.ts";
import { rulesSeen, seen, work } from "./planted.ts";

const statement: HotStatement = { id: "1", text: "SELECT 1", calls: 1000, totalMs: 90_000, meanMs: 90, share: 0.6, notes: [] };
const running: Running = { id: "process 7", state: "active" };
const table = (changes: Partial<TableWork>): Partial<Workload> => ({ tables: [{ ...work, ...changes }] });

/** Each rule with what it must see and what only looks like it. */
const cases: readonly { readonly rule: string; readonly planted: Partial<Workload>; readonly lookalikes: Readonly<Record<string, Partial<Workload>>> }[] = [
  { rule: "workload/hot-statement", planted: { statements: [statement] }, lookalikes: { "a statement of a small share": { statements: [{ ...statement, share: 0.05 }] } } },
  {
    rule: "workload/read-whole", planted: table({ fullScans: 50, fullScanRows: 5_000_000, indexRows: 100 }),
    lookalikes: {
      "a small table": table({ rows: 900, fullScans: 50_000, fullScanRows: 45_000_000, indexRows: 0 }), "a table read whole for reports alone": table({ fullScans: 12, fullScanRows: 1_200_000, indexRows: 90_000_000 }),
      "a table read whole at a few starts": table({ fullScans: 3, fullScanRows: 3_000_000, indexRows: 0 }),
    },
  },
  { rule: "workload/read-whole", planted: table({ fullScanRows: 5_000_000, indexRows: 100 }), lookalikes: { "few rows on a server that counts rows alone": table({ fullScanRows: 300_000, indexRows: 0 }) } },
  { rule: "workload/dead-rows", planted: table({ deadRows: 60_000 }), lookalikes: { "less than autovacuum begins at": table({ deadRows: 15_000 }), "a small table": table({ rows: 900, deadRows: 800 }) } },
  {
    rule: "workload/stale-statistics", planted: table({ changedSinceAnalyse: 40_000, lastAnalyse: "2026-06-01T00:00:00Z" }),
    lookalikes: { "few changes": table({ changedSinceAnalyse: 12_000, lastAnalyse: "2026-06-01T00:00:00Z" }), "a server that does not count changes": table({}) },
  },
  { rule: "workload/stale-statistics", planted: table({ changedSinceAnalyse: 11_000 }), lookalikes: { "a new table with few rows": table({ rows: 500, changedSinceAnalyse: 500 }) } },
  { rule: "workload/bloat", planted: table({ bloatBytes: 120 << 20 }), lookalikes: { "room for updates": table({ bloatBytes: 40 << 20 }), "a small part of a large table": table({ bytes: 2 ** 33, bloatBytes: 2 ** 30 }) } },
  { rule: "workload/cold-table", planted: table({ cacheHit: 0.4 }), lookalikes: { "a table in memory": table({ cacheHit: 0.99 }), "a small table": table({ bytes: 1 << 20, cacheHit: 0.4 }) } },
  { rule: "workload/wraparound", planted: table({ wraparound: 0.85 }), lookalikes: { "a young table": table({ wraparound: 0.1 }) } },
  { rule: "workload/lock-wait", planted: { waits: [{ waiting: "process 1", blockedBy: "process 2", ms: 4000 }] }, lookalikes: { "nobody waits": {} } },
  { rule: "workload/idle-in-transaction", planted: { running: [{ ...running, state: "idle in transaction", transactionMs: 120_000 }] }, lookalikes: { "a pause of a second": { running: [{ ...running, state: "idle in transaction", transactionMs: 1000 }] } } },
  { rule: "workload/long-transaction", planted: { running: [{ ...running, transactionMs: 900_000 }] }, lookalikes: { "a statement of a minute": { running: [{ ...running, transactionMs: 60_000 }] } } },
  { rule: "workload/server", planted: { facts: [{ name: "connections", value: "98 of 100", concern: "The next ones will be refused." }] }, lookalikes: { "a fact alone": { facts: [{ name: "connections", value: "3 of 100" }] } } },
];

describe.each(cases)("$rule", ({ rule, planted, lookalikes }) => {
  test("is seen", () => expect(rulesSeen(planted)).toContain(rule));
  test.each(Object.entries(lookalikes))("is not seen in %s", (_, workload) => expect(rulesSeen(workload)).not.toContain(rule));
});

test("weighs what is near the end of transaction ids as an error", () => {
  expect(seen(table({ wraparound: 0.85 }))[0]?.severity).toBe("error");
  expect(seen(table({ wraparound: 0.6 }))[0]?.severity).toBe("warning");
});

test("tells no more than three statements, and how many rows each reads for one that it gives", () => {
  const many = Array.from({ length: 6 }, (_, at) => ({ ...statement, id: String(at), share: 0.16, rows: 10, examined: 500_000 }));
  const told = seen({ statements: many });
  expect(told).toHaveLength(3);
  expect(told[0]?.message).toContain("50,000 rows for each");
});

test("every rule has a name of its own, and says why", () => {
  expect(new Set(workRules.map(({ id }) => id)).size).toBe(workRules.length);
  for (const { why } of workRules) expect(why.length).toBeGreaterThan(60);
});
