import { describe, expect, it } from "vitest";
import { integrityRules } from "../../../src/core/audit/integrity/rules.ts";
import type { TableObject } from "../../../src/core/catalog/catalog.ts";
import { tableOf } from "../snapshot/catalogs.ts";
import { check, found, indexOf, keyOf, keys, refers } from "./room.ts";

const customers = tableOf("customers", ["id!:bigint", "region!:bigint"], keyOf("primaryKey", "customers_pkey", "id"));
const orders = (more: Partial<TableObject>, columns: readonly string[] = ["id!:bigint", "customer_id!:bigint"]): TableObject => {
  const key = keyOf("primaryKey", "orders_pkey", "id");
  return tableOf("orders", columns, { ...more, constraints: [...key.constraints, ...(more.constraints ?? [])], indexes: [...key.indexes, ...(more.indexes ?? [])] });
};
const toCustomer = refers("orders_customer_fk", "customer_id → public.customers (id)");

it("names every rule once, in a room of its own, with its reasons", () => {
  expect(new Set(integrityRules.map(({ id }) => id)).size).toBe(integrityRules.length);
  for (const rule of integrityRules) expect(rule).toMatchObject({ id: expect.stringMatching(/^schema\/[a-z-]+$/) as string, scope: "schema", title: expect.stringMatching(/^[A-Z]/) as string, why: expect.stringMatching(/\.$/) as string });
});

describe("a table without a primary key", () => {
  const rule = "schema/no-primary-key";
  it("is found, heavier where nothing else tells rows apart", () => {
    expect(found([tableOf("logins", ["name"])])).toContainEqual(expect.objectContaining({ rule, object: "public.logins", severity: "warning" }));
    expect(found([tableOf("logins", ["name!"], { indexes: [indexOf("logins_name (name)", { unique: true })] })])).toContainEqual(expect.objectContaining({ rule, severity: "info" }));
  });
  it("is none where it has one, is a partition, or belongs to a migration tool", () => {
    expect(keys(rule, [customers, tableOf("logins_1", ["name"], { partitionOf: { schema: "public", table: "logins", bound: "DEFAULT" } }), tableOf("schema_migrations", ["version"])])).toEqual([]);
  });
});

describe("a foreign key without an index", () => {
  const rule = "schema/foreign-key-without-index";
  const without = (...indexes: readonly string[]): string[] => keys(rule, [customers, orders({ constraints: [toCustomer], indexes: indexes.map((one) => indexOf(one)) })]);
  it("is found, also where an index only seems to serve it", () => {
    expect(without()).toEqual(["public.orders orders_customer_fk"]);
    expect(without("some (customer_id) WHERE (paid)")).toHaveLength(1);
    expect(without("second (id, customer_id)")).toHaveLength(1);
    expect(keys(rule, [customers, orders({ constraints: [toCustomer], indexes: [indexOf("lower (x)", { columns: ["abs(customer_id)"] })] })])).toHaveLength(1);
    expect(keys(rule, [customers, orders({ constraints: [toCustomer], indexes: [indexOf("broken (customer_id)", { valid: false })] })])).toHaveLength(1);
    expect(keys(rule, [customers, orders({ constraints: [toCustomer], indexes: [indexOf("brin (customer_id)", { method: "brin" })] })])).toHaveLength(1);
  });
  it("is found where only one of its columns leads an index", () => {
    const both = refers("both", "customer_id, id → public.customers (id, region)");
    expect(keys(rule, [customers, orders({ constraints: [both], indexes: [indexOf("half (customer_id, note, id)")] })])).toEqual(["public.orders both"]);
  });
  it("is none where an index, a key or a partial index that only skips NULL starts with its columns, in any order", () => {
    expect(without("plain (customer_id)")).toEqual([]);
    expect(without("longer (customer_id, id)")).toEqual([]);
    expect(without("filled (customer_id) WHERE (customer_id IS NOT NULL)")).toEqual([]);
    const both = refers("both", "customer_id, id → public.customers (id, region)");
    expect(keys(rule, [customers, orders({ constraints: [both], indexes: [indexOf("turned (id, customer_id, note)")] })])).toEqual([]);
    expect(keys(rule, [customers, tableOf("t", ["a:bigint", "b:bigint"], { ...keyOf("primaryKey", "t_pkey", "b", "a"), constraints: [...keyOf("primaryKey", "t_pkey", "b", "a").constraints, refers("f", "b → public.customers (id)")] })])).toEqual([]);
  });
  it("weighs more where a delete acts on many rows, and is told once where two say the same", () => {
    const cascading = { constraints: [refers("f", "customer_id → public.customers (id) ON DELETE CASCADE"), toCustomer], estimatedRows: 5000 };
    expect(found([customers, orders(cascading)]).filter((one) => one.rule === rule)).toMatchObject([{ part: "f", severity: "warning" }]);
  });
  it("has a fix that is executed as it stands, and its undo", () => {
    const [finding] = found([customers, orders({ constraints: [toCustomer] })]).filter((one) => one.rule === rule);
    expect(finding?.fix).toEqual({ title: "Add an index on customer_id", statements: ['CREATE INDEX "orders_customer_id_idx" ON "public"."orders" USING btree ("customer_id")'], undo: [expect.stringMatching(/^DROP INDEX /) as string] });
  });
  it("is not told of a partition that has it from its parent", () => {
    const partition = { partitionOf: { schema: "public", table: "orders", bound: "DEFAULT" }, constraints: [{ ...toCustomer, inherited: true }] };
    expect(keys(rule, [customers, tableOf("orders_1", ["customer_id:bigint"], partition)])).toEqual([]);
  });
});

describe("types across a foreign key", () => {
  const rule = "schema/foreign-key-types-differ";
  const of = (type: string, parent = "bigint"): string[] => keys(rule, [tableOf("customers", [`id!:${parent}`], keyOf("primaryKey", "p", "id")), orders({ constraints: [toCustomer] }, ["id!:bigint", `customer_id:${type}`])]);
  it("are told where they differ in kind or are too narrow", () => {
    expect(of("integer")).toEqual(["public.orders orders_customer_fk customer_id"]);
    expect(of("text")).toHaveLength(1);
    expect(of("bigint unsigned", "integer")).toHaveLength(1);
  });
  it("are the same by other names, lengths and domains", () => {
    expect([...of("int8"), ...of("character varying(10)", "text"), ...of("varchar(40)", "character varying(20)")]).toEqual([]);
    const domains = [{ schema: "public", name: "customer_number", type: "bigint", notNull: false, checks: [] }];
    expect(keys(rule, [customers, orders({ constraints: [toCustomer] }, ["id!:bigint", "customer_id:customer_number"])], { rest: { domains } })).toEqual([]);
    expect(keys(rule, [tableOf("customers", ["id!:BIGINT"], keyOf("primaryKey", "p", "id")), orders({ constraints: [toCustomer] }, ["id!:bigint", "customer_id:INTEGER"])], { rest: { rules: { looseTypes: true } } })).toEqual([]);
  });
});

describe("what a foreign key refers to", () => {
  it("is missing, not unique, or said twice", () => {
    const twice = [toCustomer, refers("again", "customer_id → public.customers (id)")];
    expect(keys("schema/duplicate-foreign-key", [customers, orders({ constraints: twice })])).toEqual(["public.orders again"]);
    expect(keys("schema/foreign-key-target-missing", [orders({ constraints: [toCustomer] })])).toEqual(["public.orders orders_customer_fk"]);
    expect(keys("schema/foreign-key-target-not-unique", [customers, orders({ constraints: [refers("f", "customer_id → public.customers (region)")] })])).toEqual(["public.orders f"]);
  });
  it("is right: two columns to one table, a key in another order, a schema that nobody listed", () => {
    const two = [toCustomer, refers("payer", "payer_id → public.customers (id)")];
    expect(keys("schema/duplicate-foreign-key", [customers, orders({ constraints: two })])).toEqual([]);
    expect(keys("schema/foreign-key-target-missing", [orders({ constraints: [refers("f", "customer_id → elsewhere.customers (id)")] })])).toEqual([]);
    const key = keyOf("unique", "u", "region", "id");
    const target = tableOf("customers", ["id!:bigint", "region!:bigint"], key);
    expect(keys("schema/foreign-key-target-not-unique", [target, orders({ constraints: [refers("f", "customer_id, region → public.customers (id, region)")] })])).toEqual([]);
  });
});

describe("a table that refers to itself", () => {
  const rule = "schema/self-foreign-key";
  const self = (words: string, columns = ["id!:bigint", "parent_id:bigint"]): string[] => keys(rule, [orders({ constraints: [refers("self", words)] }, columns)]);
  it("checks nothing, or lets no first row in", () => {
    expect(self("id → public.orders (id)")).toEqual(["public.orders self"]);
    expect(self("parent_id → public.orders (id)", ["id!:bigint", "parent_id!:bigint"])).toEqual(["public.orders self"]);
  });
  it("is a tree with optional parents, also of one tenant", () => {
    expect(self("parent_id → public.orders (id)")).toEqual([]);
    expect(self("tenant_id, parent_id → public.orders (tenant_id, id)", ["id!:bigint", "tenant_id!:bigint", "parent_id:bigint"])).toEqual([]);
  });
});

describe("tables that need each other first", () => {
  const rule = "schema/required-circle";
  const store = (columns: string[], tail = ""): TableObject => tableOf("store", columns, { constraints: [...keyOf("primaryKey", "s", "id").constraints, refers("manager", `manager_id → public.staff (id)${tail}`)] });
  const staff = tableOf("staff", ["id!:bigint", "store_id!:bigint"], { constraints: [...keyOf("primaryKey", "p", "id").constraints, refers("store", "store_id → public.store (id)")] });
  it("are told once", () => {
    expect(keys(rule, [store(["id!:bigint", "manager_id!:bigint"]), staff])).toEqual(["public.store"]);
  });
  it("are none where one may be NULL or is checked at the end", () => {
    expect(keys(rule, [store(["id!:bigint", "manager_id:bigint"]), staff])).toEqual([]);
    expect(keys(rule, [store(["id!:bigint", "manager_id!:bigint"], " DEFERRABLE INITIALLY DEFERRED"), staff])).toEqual([]);
  });
});

describe("keys with NULL", () => {
  const nullable = ["id!:bigint", "tenant_id!:bigint", "slug:text"];
  it("let the same row in twice", () => {
    expect(keys("schema/nullable-unique", [orders({ indexes: [indexOf("u (tenant_id, slug)", { unique: true })] }, nullable)])).toEqual(["public.orders u"]);
  });
  it("are meant so: one optional column, NULLS NOT DISTINCT, a second index for NULL", () => {
    const right = [indexOf("a (slug)", { unique: true }), indexOf("b (tenant_id, slug) NULLS NOT DISTINCT", { unique: true })];
    expect(keys("schema/nullable-unique", [orders({ indexes: right }, nullable)])).toEqual([]);
    expect(keys("schema/nullable-unique", [orders({ indexes: [indexOf("u (tenant_id, slug)", { unique: true }), indexOf("n (tenant_id) WHERE (slug IS NULL)", { unique: true })] }, nullable)])).toEqual([]);
  });
  it("switch a foreign key of several columns off", () => {
    const rule = "schema/nullable-composite-foreign-key";
    const columns = ["id!:bigint", "a:bigint", "b:bigint"];
    const key = refers("f", "a, b → public.customers (id, region)");
    expect(keys(rule, [customers, orders({ constraints: [key] }, columns)])).toEqual(["public.orders f"]);
    expect(keys(rule, [customers, orders({ constraints: [key, check("both", "(a IS NULL) = (b IS NULL)")] }, columns)])).toEqual([]);
    expect(keys(rule, [customers, orders({ constraints: [{ ...key, definition: `${key.definition} MATCH FULL` }] }, columns)])).toEqual([]);
    expect(keys(rule, [customers, orders({ constraints: [key] }, ["id!:bigint", "a!:bigint", "b:bigint"])])).toEqual([]);
  });
});
