import { describe, expect, test } from "vitest";
import type { IndexWork } from "../../../src/core/workload/workload.ts";
import { index, now, orders, ripe, rulesSeen, seen, work } from "./planted.ts";

const unused: IndexWork = { schema: "public", table: "orders", index: "orders_status", bytes: 30 << 20, scans: 0 };
const rule = "workload/unused-index";
const status = index("orders_status", ["status"]);
const foreignKey = { name: "orders_customer", form: "foreignKey", columns: ["customer_id"], definition: "FOREIGN KEY (customer_id) REFERENCES customers(id)", validated: true } as const;

describe("an index that nothing used", () => {
  test("is told with its size, what it cost and how to drop it, after two weeks of counting", () => {
    const [found] = seen({ indexes: [unused], tables: [{ ...work, inserts: 1_000_000 }], countersSince: ripe }, orders({ indexes: [status] })).filter((one) => one.rule === rule);
    expect(found).toMatchObject({ severity: "warning", object: "public.orders", fix: { proven: false } });
    expect(found?.fix?.sql).toContain("DROP INDEX");
    expect(found?.message).toContain("30 MB");
    expect(found?.message).toContain("1,000,000 changes");
  });

  test.each([["since a day", new Date(now.getTime() - 86_400_000).toISOString()], ["since a moment nobody knows", undefined]])("is information without a way to drop it where it was counted %s", (_, since) => {
    const [found] = seen({ indexes: [unused], ...(since === undefined ? {} : { countersSince: since }) }, orders({ indexes: [status] })).filter((one) => one.rule === rule);
    expect(found?.severity).toBe("info");
    expect(found?.fix).toBeUndefined();
  });

  test.each([
    ["it was used", { ...unused, scans: 4 }, orders({ indexes: [status] })],
    ["it is small", { ...unused, bytes: 8192 }, orders({ indexes: [status] })],
    ["it holds something unique", unused, orders({ indexes: [index("orders_status", ["status"], { unique: true })] })],
    ["a constraint has it", unused, orders({ indexes: [index("orders_status", ["status"], { constraint: "orders_key" })] })],
    ["a foreign key needs it", { ...unused, index: "orders_customer" }, orders({ indexes: [index("orders_customer", ["customer_id"])], constraints: [foreignKey] })],
    ["it is part of a partitioned index", unused, orders({ indexes: [index("orders_status", ["status"], { partOf: "public.all_status" })] })],
  ])("is not told where %s", (_, one, table) => expect(rulesSeen({ indexes: [one], countersSince: ripe }, table)).not.toContain(rule));
});

test("a doubled index is told with its weight and uses, under the key that an audit gives it", () => {
  const found = seen({ indexes: [{ ...unused, index: "orders_status_again", scans: 3 }] }, orders({ indexes: [status, index("orders_status_again", ["status"])] })).find((one) => one.rule === "schema/duplicate-index");
  expect(found).toMatchObject({ key: "schema/duplicate-index public.orders orders_status_again" });
  expect(found?.message).toContain("(30 MB, used 3 times)");
});

test("updates that write every index are told where most do, and not where they leave them alone", () => {
  const table = orders({ indexes: [status, index("orders_updated", ["customer_id"])] });
  expect(rulesSeen({ tables: [{ ...work, updates: 500_000, hotUpdates: 20_000 }] }, table)).toContain("workload/updates-write-indexes");
  expect(rulesSeen({ tables: [{ ...work, updates: 500_000, hotUpdates: 450_000 }] }, table)).not.toContain("workload/updates-write-indexes");
  expect(rulesSeen({ tables: [{ ...work, updates: 500_000 }] }, table)).not.toContain("workload/updates-write-indexes");
});
