import { describe, expect, test } from "vitest";
import { readStatements } from "../../../../src/engines/mysql/indexes/read.ts";
import type { ReadStatement } from "../../../../src/engines/indexes.ts";
import { useText } from "../../indexes/useText.ts";
import { catalogOf, tableOf } from "../../snapshot/catalogs.ts";

const signal = new AbortController().signal;
const catalog = catalogOf({
  engine: "mysql",
  tables: [
    tableOf("orders", ["id!:int", "customer_id!:int", "status:varchar(20)", "amount:decimal(10,2)", "created:datetime", "note:text"]).valueOf(),
    tableOf("customers", ["id!:int", "email:varchar(80)", "region:char(2)"]),
    tableOf("order_lines", ["id!:int", "order_id!:int", "sku:varchar(20)"]),
  ].map((table) => ({ ...(table as ReturnType<typeof tableOf>), schema: "" })),
  views: [{ schema: "", name: "paid", materialized: false, columns: [], query: "select `o`.`id` AS `order_no`,`o`.`customer_id` AS `customer_id` from `orders` `o` where (`o`.`status` = 'paid')", indexes: [], triggers: [], options: {}, dependsOn: [] }] as never,
});

const asked: string[] = [];
async function read(sql: string): Promise<ReadStatement> {
  const ask = (statement: string): Promise<readonly (readonly unknown[])[]> => {
    asked.push(statement);
    return Promise.resolve([["'seven'"]]);
  };
  const [one] = await readStatements(ask, [sql], { catalog, signal });
  if (one === undefined) throw new Error("Nothing was read.");
  return one;
}

describe("what a statement asks of its tables", () => {
  test.each([
    ["an equality", "SELECT * FROM orders WHERE customer_id = 7", ["orders: customer_id equal"]],
    ["the value first", "SELECT * FROM orders WHERE 7 = customer_id", ["orders: customer_id equal"]],
    ["quoted and in other case", "SELECT * FROM `orders` WHERE `CUSTOMER_ID` = 7", ["orders: customer_id equal"]],
    ["of a schema", "SELECT * FROM shop.orders o WHERE o.customer_id = 7", ["orders: customer_id equal"]],
    ["null-safe", "SELECT * FROM orders WHERE status <=> 'open'", ["orders: status equal"]],
    ["equality, sort, limit", "SELECT * FROM orders WHERE customer_id = 7 ORDER BY created DESC LIMIT 10", ["orders: customer_id equal; order created DESC; limited"]],
    ["a range", "SELECT * FROM orders WHERE amount > 5 AND amount <= 9", ["orders: amount range, amount range"]],
    ["BETWEEN", "SELECT * FROM orders WHERE created BETWEEN '2026-01-01' AND '2026-02-01'", ["orders: created range"]],
    ["IN", "SELECT * FROM orders WHERE status IN ('open', 'paid')", ["orders: status in"]],
    ["NOT IN", "SELECT * FROM orders WHERE status NOT IN ('open', 'paid')", ["orders: status other"]],
    ["another than", "SELECT * FROM orders WHERE status <> 'open'", ["orders: status other"]],
    ["IS NULL", "SELECT * FROM orders WHERE status IS NULL", ["orders: status null"]],
    ["IS NOT NULL", "SELECT * FROM orders WHERE status IS NOT NULL", ["orders: status notNull"]],
    ["the beginning of a text", "SELECT * FROM orders WHERE status LIKE 'op%'", ["orders: status prefix"]],
    ["a part of a text", "SELECT * FROM orders WHERE status LIKE '%en'", ["orders: status other"]],
    ["a long text by its beginning", "SELECT * FROM orders WHERE note = 'x'", ["orders: note(191) equal"]],
    ["an OR", "SELECT * FROM orders WHERE status = 'open' OR amount > 9", ["orders: or [status equal | amount range]"]],
    ["an OR beside another condition", "SELECT * FROM orders WHERE customer_id = 7 AND (status = 'open' OR amount > 9)", ["orders: customer_id equal; or [status equal | amount range]"]],
    ["a function", "SELECT * FROM customers WHERE LOWER(email) = 'a'", ["customers: (lower(email)) equal"]],
    ["a function that gives something else each time", "SELECT * FROM orders WHERE CONCAT(status, RAND()) = 'a'", ["orders:"]],
    ["a column computed with", "SELECT * FROM orders WHERE amount * 2 = 9", ["orders:"]],
    ["a join", "SELECT o.id FROM customers c JOIN orders o ON o.customer_id = c.id WHERE c.region = 'eu'", ["customers: id join, region equal", "orders: customer_id join"]],
    ["a join written with commas", "SELECT o.id FROM customers c, orders o WHERE o.customer_id = c.id", ["customers: id join", "orders: customer_id join"]],
    ["groups", "SELECT sku, COUNT(*) FROM order_lines GROUP BY sku", ["order_lines: group sku"]],
    ["DISTINCT", "SELECT DISTINCT sku FROM order_lines", ["order_lines: group sku"]],
    ["the order of an alias", "SELECT amount AS how_much FROM orders ORDER BY how_much", ["orders: order amount"]],
    ["the order by number", "SELECT id, amount FROM orders ORDER BY 2 DESC", ["orders: order amount DESC"]],
    ["through a view", "SELECT order_no FROM paid WHERE customer_id = 7", ["orders: status equal, customer_id equal"]],
    ["through a WITH query", "WITH mine AS (SELECT * FROM orders WHERE customer_id = 7) SELECT id FROM mine WHERE amount > 5", ["orders: customer_id equal, amount range"]],
    ["not through a limit", "SELECT * FROM (SELECT id, amount FROM orders LIMIT 5) few WHERE amount > 5", ["orders: limited"]],
    ["a query inside", "SELECT region FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE amount > 5)", ["customers: id join", "orders: amount range, customer_id join"]],
    ["those that exist", "SELECT region FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)", ["customers: id join", "orders: customer_id join; limited"]],
    ["both sides of a UNION", "SELECT id FROM orders WHERE status = 'open' UNION ALL SELECT id FROM customers WHERE region = 'eu'", ["orders: status equal", "customers: region equal"]],
    ["an UPDATE", "UPDATE orders SET status = 'late' WHERE customer_id = 7", ["orders: customer_id equal"]],
    ["a DELETE", "DELETE FROM orders WHERE customer_id = 7", ["orders: customer_id equal"]],
  ])("%s", async (_, sql, expected) => expect(useText((await read(sql)).use)).toEqual(expected));
});

describe("what a statement writes", () => {
  test.each([
    ["UPDATE orders SET status = 'late', amount = amount + 1 WHERE id = 7", [{ schema: "", table: "orders", kind: "update", columns: ["status", "amount"] }]],
    ["DELETE FROM orders WHERE id = 7", [{ schema: "", table: "orders", kind: "delete", columns: [] }]],
    ["INSERT INTO orders (id, customer_id) VALUES (1, 2)", [{ schema: "", table: "orders", kind: "insert", columns: [] }]],
    ["SELECT 1 FROM orders", []],
  ])("%s", async (sql, expected) => expect((await read(sql)).use.writes).toEqual(expected));
});

describe("a parameter", () => {
  test.each([
    ["SELECT id FROM orders WHERE customer_id = ? AND amount > ?", "SELECT id FROM orders WHERE customer_id = 'seven' AND amount > 'seven'"],
    ["SELECT id FROM orders WHERE status IN (?, ?) LIMIT ? OFFSET ?", "SELECT id FROM orders WHERE status IN ('seven', 'seven') LIMIT 20 OFFSET 0"],
    ["SELECT id, '😀?' FROM orders\n WHERE customer_id = ?", "SELECT id, '😀?' FROM orders\n WHERE customer_id = 'seven'"],
  ])("gets a value that is there: %s", async (sql, expected) => expect((await read(sql)).sql).toBe(expected));

  test("of a pattern is the beginning of a value", async () => {
    asked.length = 0;
    await read("SELECT id FROM orders WHERE status LIKE ?");
    expect(asked[0]).toContain("CONCAT(LEFT(`status`, 3), '%')");
  });

  test("that is compared with nothing known leaves the statement without a plan, and says so", async () => {
    const { sql, use } = await read("SELECT ? FROM orders");
    expect(sql).toBeUndefined();
    expect(use.unread).toEqual(["What a ? may be cannot be told, so that it has no plan to compare; give it a value."]);
  });
});

describe("what cannot be read is told", () => {
  test.each([
    ["SELEC 1", "It cannot be parsed"],
    ["CREATE TABLE x (a int)", "It is no query and no change of rows."],
    ["SELECT 1 FROM elsewhere", "What elsewhere is could not be told from the schema."],
  ])("%s", async (sql, expected) => expect((await read(sql)).use.unread.join(" ")).toContain(expected));
});
