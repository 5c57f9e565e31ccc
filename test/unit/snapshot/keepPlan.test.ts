import { expect, test } from "vitest";
import { planKeep } from "../../../src/core/snapshot/keepPlan.ts";
import { catalogOf, foreignKey, primaryKey, tableOf } from "./catalogs.ts";

const customers = tableOf("customers", ["id!:bigint", "mail!", "mood:mood", "place:geometry(Point,4326)"], { constraints: [primaryKey("customers", "id")] });
const orders = tableOf("orders", ["id!:bigint", "customer_id:bigint", "total:numeric(10,2)"], { constraints: [primaryKey("orders", "id"), foreignKey("customer_id", "customers", "CASCADE")] });
const items = tableOf("items", ["id!:bigint", "order_id:bigint"], { constraints: [primaryKey("items", "id"), foreignKey("order_id", "orders", "SET NULL")] });
const logs = tableOf("logs", ["at:timestamp with time zone", "line"]);
const catalog = catalogOf({ tables: [customers, orders, items, logs], types: [{ schema: "public", name: "mood", form: "enum", values: ["sad"] }] });

const short = (destructions: Parameters<typeof planKeep>[1], of = catalog) => planKeep(of, destructions).map((keep) => `${keep.table}(${keep.key.join(",")})${keep.columns === undefined ? "" : `:${keep.columns.join(",")}`}`);

test("a dropped table keeps its whole rows and nobody else's on PostgreSQL", () => {
  expect(short([{ object: { kind: "table", name: "customers" }, how: "dropCascade" }])).toEqual(["customers(id)"]);
});

test("on SQLite a dropped table's rows are deleted first, so foreign keys carry it on", () => {
  expect(short([{ object: { kind: "table", name: "customers" }, how: "drop" }], { ...catalog, engine: "sqlite", rules: { dropDeletesRows: true } })).toEqual(["customers(id)", "items(id):order_id", "orders(id)"]);
});

test("DELETE without WHERE keeps rows that cascades delete and columns that they reset", () => {
  expect(short([{ object: { kind: "rows", schema: "public", name: "customers" }, how: "deleteAll" }])).toEqual(["customers(id)", "items(id):order_id", "orders(id)"]);
});

test("TRUNCATE keeps every table that a CASCADE reaches", () => {
  expect(short([{ object: { kind: "table", name: "orders" }, how: "truncate" }])).toEqual(["items(id)", "orders(id)"]);
});

test("columns that go are kept with the key, several of a table together", () => {
  expect(
    short([
      { object: { kind: "table", name: "orders" }, how: "lossyType", columns: ["total"] },
      { object: { kind: "column", table: "orders", name: "customer_id" }, how: "dropColumn" },
    ]),
  ).toEqual(["orders(id):customer_id,total"]);
});

test("whole rows outweigh columns", () => {
  expect(
    short([
      { object: { kind: "table", name: "orders" }, how: "updateAll", columns: ["total"] },
      { object: { kind: "table", name: "orders" }, how: "drop" },
    ]),
  ).toEqual(["orders(id)"]);
});

test("without a key that survives, whole rows are kept", () => {
  expect(short([{ object: { kind: "table", name: "logs" }, how: "dropColumn", columns: ["line"] }])).toEqual(["logs()"]);
  expect(short([{ object: { kind: "table", name: "items" }, how: "dropColumn", columns: ["id"] }])).toEqual(["items()"]);
});

test("a dropped type takes its columns, an extension the columns of types that nobody else defines", () => {
  expect(short([{ object: { kind: "type", name: "mood" }, how: "dropCascade" }])).toEqual(["customers(id):mood"]);
  expect(short([{ object: { kind: "extension", name: "postgis" }, how: "dropCascade" }])).toEqual(["customers(id):place"]);
});

test("columns that the script has just added lose nothing", () => {
  expect(short([{ object: { kind: "table", name: "orders" }, how: "updateAll", columns: ["points"] }])).toEqual([]);
});

test("a dropped schema keeps all its tables; a table that does not exist yet loses nothing", () => {
  expect(short([{ object: { kind: "schema", name: "public" }, how: "dropCascade" }])).toHaveLength(4);
  expect(short([{ object: { kind: "table", name: "later" }, how: "drop" }])).toEqual([]);
});
