import { expect, it } from "vitest";
import type { Catalog } from "../../../src/core/catalog/catalog.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { catalogOf, foreignKey, primaryKey, tableOf } from "../snapshot/catalogs.ts";

const orders = tableOf("orders", ["id!", "total:numeric(10,2)"], { constraints: [primaryKey("orders", "id"), foreignKey("customer_id", "customers")] });
const customers = tableOf("customers", ["id!"]);
const schema = catalogOf({ tables: [orders, customers] });

it("does not depend on the order of objects", () => {
  expect(fingerprint(schema)).toMatch(/^[0-9a-f]{64}$/);
  expect(fingerprint(catalogOf({ tables: [customers, { ...orders, columns: [...orders.columns].reverse(), constraints: [...orders.constraints].reverse() }] }))).toBe(fingerprint(schema));
});

it.each<readonly [string, Catalog]>([
  ["a type", catalogOf({ tables: [customers, { ...orders, columns: tableOf("orders", ["id!", "total:numeric(12,2)"]).columns }] })],
  ["NOT NULL", catalogOf({ tables: [customers, { ...orders, columns: tableOf("orders", ["id", "total:numeric(10,2)"]).columns }] })],
  ["a name", catalogOf({ tables: [customers, { ...orders, columns: tableOf("orders", ["id!", "sum:numeric(10,2)"]).columns }] })],
  ["what a foreign key does", catalogOf({ tables: [customers, { ...orders, constraints: [primaryKey("orders", "id"), foreignKey("customer_id", "customers", "CASCADE")] }] })],
  ["what is validated", catalogOf({ tables: [customers, { ...orders, constraints: orders.constraints.map((one) => ({ ...one, validated: false })) }] })],
  ["row security", catalogOf({ tables: [customers, { ...orders, rowSecurity: { enabled: true, forced: false } }] })],
  ["a table that is gone", catalogOf({ tables: [orders] })],
])("tells %s", (_what, other) => {
  expect(fingerprint(other)).not.toBe(fingerprint(schema));
});
