import { expect, test } from "vitest";
import { candidatesFor } from "../../../src/core/indexes/candidates/candidates.ts";
import type { IndexAbilities } from "../../../src/core/indexes/abilities.ts";
import { draftText } from "../../../src/core/indexes/indexDraft.ts";
import type { Condition, KeyPart, TableUse } from "../../../src/core/indexes/queryUse.ts";
import type { TableStatistics } from "../../../src/core/indexes/statistics.ts";

const part = (column: string): KeyPart => ({ text: `"${column}"`, columns: [column], expression: false });
const abilities: IndexAbilities = { ordered: "btree", carries: true, coversByKeys: false, partial: true, expressions: true, descending: true, nullsOrder: true, mostKeys: 5, column: part };
const use = (conditions: readonly Condition[], more: Partial<TableUse> = {}): TableUse => ({ schema: "s", table: "t", conditions, either: [], order: [], group: [], reads: "all", limited: false, ...more });
const equal = (column: string, more: Partial<Condition> = {}): Condition => ({ part: part(column), kind: "equal", ...more });
const statistics: TableStatistics = { schema: "s", table: "t", rows: 100_000, bytes: 1e7, indexes: [], columns: { customer: { distinct: 5000 }, status: { distinct: 3, common: { open: 0.02, paid: 0.4, shipped: 0.58 } }, id: { distinct: 100_000, width: 4 }, note: { width: 500 } } };
const texts = (of: TableUse, with_: IndexAbilities = abilities): readonly string[] => candidatesFor(of, statistics, with_).map(draftText);

test("equality, sort, range: in that order, the most telling first", () => {
  const found = texts(use([equal("status"), equal("customer"), { part: part("amount"), kind: "range" }], { order: [{ part: part("created"), descending: true }] }));
  expect(found[0]).toBe("(customer, status, created DESC, amount)");
  expect(found).toContain("(customer, status, amount)");
  expect(found).toContain("(customer, status, created DESC)");
});

test("an order that descends in everything is one that ascends; a mixed one is kept", () => {
  expect(texts(use([], { order: [{ part: part("a"), descending: true }, { part: part("b"), descending: true }] }))).toEqual(["(a, b)"]);
  expect(texts(use([], { order: [{ part: part("a"), descending: true }, { part: part("b"), descending: false }] }))).toEqual(["(a DESC, b)"]);
});

test("a partial index is limited to a constant that few rows have", () => {
  const open = texts(use([equal("status", { value: "open", text: "\"status\" = 'open'" }), equal("customer")]));
  expect(open).toContain("(customer) WHERE status = 'open'");
  const paid = texts(use([equal("status", { value: "paid", text: "\"status\" = 'paid'" }), equal("customer")]));
  expect(paid.filter((text) => text.includes("WHERE"))).toEqual([]);
  expect(texts(use([equal("customer", { value: "7", text: '"customer" = 7' })])).filter((text) => text.includes("WHERE"))).toEqual([]);
});

test("columns are carried in proportion", () => {
  expect(texts(use([equal("customer")], { reads: ["customer", "id"] }))).toContain("(customer) INCLUDE (id)");
  expect(texts(use([equal("customer")], { reads: ["customer", "note"] }))).toEqual(["(customer)"]);
  expect(texts(use([equal("customer")], { reads: ["customer", "id"] }), { ...abilities, carries: false, coversByKeys: true })).toContain("(customer, id)");
});

test("every branch of an OR has its own", () => {
  const found = texts(use([equal("customer")], { either: [[[equal("a")], [equal("b")]]] }));
  expect(found).toEqual(expect.arrayContaining(["(a)", "(b)"]));
});

test("what an engine cannot do is not proposed", () => {
  const expression: KeyPart = { text: '(lower("email"))', columns: ["email"], expression: true };
  expect(texts(use([{ part: expression, kind: "equal" }]), { ...abilities, expressions: false })).toEqual([]);
  expect(texts(use([equal("status", { value: "open", text: "x" }), equal("customer")]), { ...abilities, partial: false }).filter((text) => text.includes("WHERE"))).toEqual([]);
});

test("nothing to find gives nothing", () => expect(texts(use([{ part: part("a"), kind: "other" }]))).toEqual([]));
