import { describe, expect, it } from "vitest";
import { locateNodes } from "../../../src/core/plan/locate.ts";
import type { PlanNode } from "../../../src/core/plan/plan.ts";
import { planView } from "../../../src/core/plan/planView.ts";
import type { QueryToken } from "../../../src/core/plan/queryToken.ts";
import { queryTokens as mongoTokens } from "../../../src/engines/mongodb/queryTokens.ts";
import { queryTokens as mysqlTokens } from "../../../src/engines/mysql/queryTokens.ts";
import { queryTokens } from "../../../src/engines/postgresql/queryTokens.ts";
import { queryTokens as sqliteTokens } from "../../../src/engines/sqlite/queryTokens.ts";
import { planOf, sketch } from "../../webview/plans.ts";

type Tokens = (text: string) => readonly QueryToken[];

/** The marked parts of the query for one node, the likeliest first, or the reason that there is none. */
function found(query: string, node: PlanNode, tokens: Tokens = queryTokens): string | string[] {
  const place = locateNodes(planView(planOf(node)), query, tokens).get(0)!;
  return "reason" in place ? place.reason : place.places.map(({ start, end }) => query.slice(start, end));
}

const scan = (name: string, alias?: string, ...conditions: string[]): PlanNode => sketch("Seq Scan", { kind: "scan", on: { schema: "public", name, ...(alias === undefined ? {} : { alias }) }, conditions: conditions.map((text) => ({ kind: "filter", text })) });

describe("a table of the query", () => {
  it("is found by its alias where it is named twice", () => {
    const query = "SELECT * FROM employees AS boss JOIN employees e ON e.boss_id = boss.id";
    expect(found(query, scan("employees", "e"))).toEqual(["employees e"]);
    expect(found(query, scan("employees", "boss"))).toEqual(["employees AS boss"]);
  });

  it("is found by the number that PostgreSQL gives to one that is named again", () => {
    const query = "SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM t WHERE id = 2)";
    const places = locateNodes(planView(planOf(scan("t", "t_1"))), query, queryTokens).get(0)!;
    expect("places" in places && places.places[0].start).toBe(query.lastIndexOf("t WHERE id"));
  });

  it("is not mistaken for a column, a text or a comment of that name", () => {
    expect(found("SELECT orders.status, 'orders' /* orders */ FROM shop.orders", scan("orders", "orders"))).toEqual(["shop.orders"]);
    expect(found("-- FROM orders\nSELECT x FROM \"Orders\" o", scan("Orders", "o"))).toEqual(["\"Orders\" o"]);
  });

  it("that is a subquery is found by its alias", () => {
    expect(found("SELECT u.n FROM (SELECT count(*) AS n FROM t) AS u JOIN v ON v.n = u.n", sketch("Subquery Scan", { kind: "subquery", on: { name: "u" } }))).toEqual(["(SELECT count(*) AS n FROM t) AS u"]);
  });

  it("that a view brought in is said not to be in the query", () => {
    expect(found("SELECT * FROM open_orders", scan("orders", "orders"))).toMatch(/does not name orders: a view, a partition/);
  });
});

describe("a condition", () => {
  const query = `SELECT * FROM orders o JOIN customers c ON c.id = o.customer_id
    WHERE (lower(c.email) = 'a@b' OR c.vip) AND o.total BETWEEN 5 AND 10 AND o.status IN ('open', 'paid')`;

  it("is found by its columns and values, cast as the server writes them or not", () => {
    expect(found(query, scan("orders", "o", "((total >= '5'::numeric) AND (total <= '10'::numeric) AND (status = ANY ('{open,paid}'::text[])))"))).toEqual(["orders o", "o.total BETWEEN 5 AND 10", "o.status IN ('open', 'paid')"]);
    expect(found(query, scan("customers", "c", "((lower(email) = 'a@b'::text) OR vip)"))).toEqual(["customers c", "lower(c.email) = 'a@b'", "c.vip"]);
  });

  it("of a join is found behind ON", () => {
    expect(found(query, sketch("Hash Join", { kind: "join", conditions: [{ kind: "join", text: "(o.customer_id = c.id)" }] }))).toEqual(["c.id = o.customer_id"]);
  });

  it("that stands there twice alike is left open", () => {
    expect(found("SELECT (SELECT 1 FROM a WHERE x = 1), (SELECT 2 FROM b WHERE x = 1)", sketch("Result", { conditions: [{ kind: "filter", text: "(x = 1)" }] }))).toMatch(/Nothing in the query reads like/);
  });
});

describe("a clause", () => {
  const query = "WITH recent AS (SELECT * FROM orders ORDER BY placed_on LIMIT 5)\nSELECT status, count(*) FROM recent GROUP BY status ORDER BY status DESC LIMIT 3";

  it("is found by what is sorted and grouped by", () => {
    const sort = (text: string): PlanNode => sketch("Sort", { kind: "sort", conditions: [{ kind: "sort", text }] });
    expect(found(query, sort("orders.placed_on"))).toEqual(["ORDER BY placed_on"]);
    expect(found(query, sort("recent.status DESC"))).toEqual(["ORDER BY status DESC"]);
    expect(found(query, sketch("HashAggregate", { kind: "aggregate", conditions: [{ kind: "group", text: "recent.status" }] }))).toEqual(["GROUP BY status"]);
  });

  it("that stands there twice without a word about which is left open", () => {
    expect(found(query, sketch("Limit", { kind: "limit" }))).toMatch(/added this step by itself/);
    expect(found("SELECT * FROM a LIMIT 3", sketch("Limit", { kind: "limit" }))).toEqual(["LIMIT 3"]);
  });

  it("of a WITH query is found by its name", () => {
    expect(found(query, sketch("CTE Scan", { role: "CTE recent", kind: "subquery" }))).toEqual(["recent"]);
  });

  it("without GROUP BY is the call of the aggregate", () => {
    expect(found("SELECT max(total) FROM orders", sketch("Aggregate", { kind: "aggregate" }))).toEqual(["max"]);
  });
});

describe("the other engines", () => {
  it("MySQL's quoted and qualified names lead to the bare ones", () => {
    const query = "SELECT * FROM `orders` o WHERE o.`status` = \"open\" ORDER BY o.total";
    const mysql: Tokens = (text) => mysqlTokens(text, "mysql");
    expect(found(query, sketch("ref", { kind: "lookup", on: { name: "o" }, conditions: [{ kind: "filter", text: "(`shop`.`o`.`status` = 'open')" }] }), mysql)).toEqual(["`orders` o", "o.`status` = \"open\""]);
  });

  it("SQLite's plans name the alias alone", () => {
    expect(found("select * from [orders] as o where o.id = 5", sketch("SEARCH", { kind: "lookup", on: { name: "o" }, conditions: [{ kind: "access", text: "id=?" }] }), sqliteTokens)).toEqual(["[orders] as o", "o.id = 5"]);
  });

  it("MongoDB's stages lead into the command document", () => {
    const query = '{ "find": "orders", "filter": { "status": "open", "address.city": { "$in": ["Ulm"] } }, "sort": { "total": -1 }, "limit": 5 }';
    expect(found(query, sketch("COLLSCAN", { kind: "scan", on: { name: "orders" }, conditions: [{ kind: "filter", text: '{"status":{"$eq":"open"}}' }] }), mongoTokens)).toEqual(['"orders"', '"status": "open"']);
    expect(found(query, sketch("SORT", { kind: "sort", conditions: [{ kind: "sort", text: '{"total":-1}' }] }), mongoTokens)).toEqual(['"sort": { "total": -1 }']);
  });
});

it("a query of a thousand conditions under a plan of a thousand nodes is looked through once", () => {
  const query = `SELECT * FROM t WHERE ${Array.from({ length: 1000 }, (_, at) => `c${at} = ${at}`).join(" AND ")}`;
  const nodes = Array.from({ length: 1000 }, (_, at) => scan("t", "t", `(c${at} = ${at})`));
  const places = locateNodes(planView(planOf(sketch("Append", { below: nodes }))), query, queryTokens);
  expect([...places.values()].filter((place) => "places" in place)).toHaveLength(1000);
});
