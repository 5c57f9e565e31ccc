import { describe, expect, it } from "vitest";
import type { SequenceObject, TableObject } from "../../../src/core/catalog/catalog.ts";
import { tableOf } from "../snapshot/catalogs.ts";
import { check, found, keyOf, keys, refers, withColumn } from "./room.ts";

const entity = (name: string, ...columns: string[]): TableObject => tableOf(name, ["id!:bigint", ...columns], keyOf("primaryKey", `${name}_pkey`, "id"));
const body = ["title", "text", "author", "place", "state"];

describe("columns that tell when", () => {
  const rule = "schema/missing-timestamps";
  const dated = (name: string, ...columns: string[]): TableObject => entity(name, ...body, ...columns);
  const usual = ["a", "b", "c"].map((name) => dated(name, "created_at:timestamp with time zone", "updated_at:timestamp with time zone"));
  it("are missed where the other tables have them", () => {
    expect(keys(rule, [...usual, dated("d"), dated("e", "created_at")])).toEqual(["public.d", "public.e"]);
  });
  it("are missed once where nearly none has them", () => {
    expect(keys(rule, ["a", "b", "c"].map((name) => dated(name)))).toEqual(["public"]);
  });
  it("are known by many names, and stamps by their default", () => {
    const names = [["createdAt", "modifiedAt"], ["inserted_at", "lastUpdate"], ["gmt_create", "gmt_modified"], ["date_added", "last_modified"], ["CreationDate", "LastEditDate"]];
    expect(keys(rule, [...usual, ...names.map(([first = "", second = ""], at) => dated(`t${at}`, first, second.replace("LastEdit", "LastEdited")))])).toEqual([]);
    expect(keys(rule, [...usual, withColumn(dated("orders", "order_date", "updated"), { name: "x" }), withColumn(withColumn(dated("d", "moment"), { name: "moment", type: "timestamp with time zone", default: "now()" }), { name: "y", onUpdate: "CURRENT_TIMESTAMP" })])).toEqual([]);
  });
  it("are not missed of joins, short lists and records", () => {
    const join = tableOf("links", ["a_id!:bigint", "b_id!:bigint", "x", "y"], { constraints: [...keyOf("primaryKey", "l", "a_id", "b_id").constraints, refers("f", "a_id → public.a (id)"), refers("g", "b_id → public.b (id)")] });
    expect(keys(rule, [...usual, join, entity("countries", "code", "name"), dated("login_events", "created_at"), entity("small", "created_at", "name", "note")])).toEqual([]);
  });
});

describe("a column named after a table", () => {
  const rule = "schema/missing-foreign-key";
  const linked = tableOf("x", ["id!:bigint", "user_id:bigint"], { constraints: [refers("f", "user_id → public.users (id)")] });
  const users = entity("users", "name");
  it("has no foreign key", () => {
    expect(keys(rule, [users, linked, entity("orders", "user_id:bigint"), entity("posts", "userId:bigint")])).toEqual(["public.orders user_id", "public.posts userId"]);
    expect(keys(rule, [entity("categories", "name"), linked, entity("items", "category_id:bigint")])).toEqual(["public.items category_id"]);
  });
  it("is held by partitions, each by itself: no finding where all hold it, told where only some do", () => {
    const partition = (number: number, holds: boolean): TableObject => ({ ...tableOf(`orders_${number}`, ["id!:bigint", "user_id:bigint"], holds ? { constraints: [refers("f", "user_id → public.users (id)")] } : {}), partitionOf: { schema: "public", table: "orders", bound: `FOR VALUES IN (${number})` } });
    const whole = { ...entity("orders", "user_id:bigint"), form: "partitioned" as const };
    expect(keys(rule, [users, linked, whole, partition(1, true), partition(2, true)])).toEqual([]);
    expect(found([users, linked, whole, partition(1, true), partition(2, false)]).filter((one) => one.rule === rule)).toMatchObject([{ object: "public.orders", message: expect.stringContaining("only 1 of 2 partitions hold it by a foreign key") as string }]);
  });
  it("is told once where nobody uses foreign keys", () => {
    expect(keys(rule, [users, entity("orders", "user_id:bigint")])).toEqual(["public"]);
  });
  it("means something else: another type, a kind beside it, another system's id, a log", () => {
    const others = [entity("a", "user_id:text"), entity("narrow", "user_id:smallint"), entity("b", "user_id:bigint", "user_type"), entity("c", "stripe_user_id:bigint", "external_id:bigint"), entity("audit_log", "user_id:bigint"), entity("users_archive", "user_id:bigint")];
    expect(keys(rule, [users, linked, ...others])).toEqual([]);
  });
});

describe("counters", () => {
  const sequence = (more: Partial<SequenceObject>): SequenceObject => ({ schema: "public", name: "orders_id_seq", type: "integer", start: "1", increment: "1", minimum: "1", maximum: "2147483647", cache: "1", cycle: false, ownedBy: { schema: "public", table: "orders", column: "id" }, ...more });
  const orders = (type: string): TableObject => tableOf("orders", [`id!:${type}`], keyOf("primaryKey", "p", "id"));
  const rule = "schema/counter-exhaustion";
  const severities = (last: string, sequences: readonly SequenceObject[], table: TableObject): string[] =>
    found([table], { counters: [{ schema: "public", name: "orders_id_seq", last }], rest: { sequences } }).filter((one) => one.rule === rule).map(({ severity }) => severity);
  it("run out: a sequence, one that is wider than its column, an identity, one with a limit of its own", () => {
    expect(severities("2147483000", [sequence({})], orders("integer"))).toEqual(["error"]);
    expect(severities("1700000000", [sequence({ type: "bigint", maximum: "9223372036854775807" })], orders("integer"))).toEqual(["warning"]);
    expect(severities("1200000000", [], withColumn(orders("integer"), { name: "id", identity: { always: true, options: "" } }))).toEqual(["info"]);
    const named = { always: true, options: 'SEQUENCE NAME public."Own" MAXVALUE 100' };
    expect(found([withColumn(orders("bigint"), { name: "id", identity: named })], { counters: [{ schema: "public", name: "Own", last: "95" }] }).find((one) => one.rule === rule)).toMatchObject({ part: "id", severity: "error" });
  });
  it("have room: a wide column, a low value, a counter of its own that starts again", () => {
    expect(severities("2147483000", [sequence({ type: "bigint", maximum: "9223372036854775807" })], orders("bigint"))).toEqual([]);
    expect(severities("1000000000", [sequence({})], orders("integer"))).toEqual([]);
    const { ownedBy: _none, ...alone } = sequence({ cycle: true });
    expect(severities("2147483000", [alone], orders("bigint"))).toEqual([]);
    expect(keys("schema/counter-cycles", [orders("integer")], { rest: { sequences: [alone] } })).toEqual([]);
  });
  it("of a key start again", () => {
    expect(keys("schema/counter-cycles", [orders("integer")], { rest: { sequences: [sequence({ cycle: true })] } })).toEqual(["public.orders id"]);
  });
});

describe("types that few would choose", () => {
  it("are told by table, moments without a zone by schema", () => {
    const table = entity("payments", "amount:money", "price:double precision", "code:character(8)", "raw:json", "paid_at:timestamp without time zone");
    const rules = found([table]).map(({ rule, object }) => `${rule} ${object}`);
    expect(rules).toEqual(expect.arrayContaining(["schema/money-type public.payments", "schema/padded-type public.payments", "schema/json-type public.payments", "schema/float-amount public.payments", "schema/timestamp-without-zone public"]) as string[]);
  });
  it("are right where the engine or the thing wants them", () => {
    const table = entity("places", "country:character(2)", "latitude:double precision", "price_ratio:real", "data:jsonb", "at:timestamp with time zone", "price:numeric(10,2)");
    expect(found([table]).filter(({ rule }) => /-type$|without-zone|amount/.test(rule))).toEqual([]);
    expect(keys("schema/json-type", [entity("t", "data:json")], { dialect: "mysql" })).toEqual([]);
  });
  it("yes or no as text, unless a check holds the words", () => {
    const rule = "schema/boolean-as-text";
    expect(keys(rule, [withColumn(entity("t", "is_open"), { name: "active", default: "'Y'::bpchar", type: "character(1)" })])).toEqual(["public.t is_open", "public.t active"]);
    expect(keys(rule, [{ ...entity("t", "is_open", "island"), constraints: [check("words", "is_open IN ('Y', 'N')")] }, entity("u", "is_open:boolean")])).toEqual([]);
  });
});

describe("columns that say whose or which kind", () => {
  const rule = "schema/nullable-discriminator";
  it("may be NULL where the other may not", () => {
    expect(keys(rule, [entity("notes", "target_type", "target_id!:bigint")])).toEqual(["public.notes target_type"]);
    const tenants = ["a", "b", "c"].map((name) => entity(name, "tenant_id!:bigint"));
    expect(keys(rule, [...tenants, entity("d", "tenant_id:bigint")])).toEqual(["public.d tenant_id"]);
  });
  it("are both optional or both needed, and a tenant is optional as a habit", () => {
    expect(keys(rule, [entity("notes", "target_type", "target_id:bigint", "kind"), entity("n", "t_type!", "t_id!:bigint"), entity("p", "card_type", "card_id!:text")])).toEqual([]);
    expect(keys(rule, [entity("a", "tenant_id!:bigint"), entity("b", "tenant_id:bigint"), entity("c", "tenant_id:bigint")])).toEqual([]);
    expect(keys(rule, [entity("a", "tenant_id!:bigint"), entity("b", "tenant_id:bigint")])).toEqual([]);
  });
});

describe("habits of a whole schema", () => {
  it("one column of another kind than its namesakes", () => {
    const rule = "schema/column-type-differs";
    const same = ["a", "b", "c"].map((name) => entity(name, "customer_number:bigint", "status:text"));
    expect(keys(rule, [...same, entity("d", "customer_number:text", "status:integer")])).toEqual(["public.d customer_number"]);
    expect(keys(rule, [...same, entity("d", "customer_number:integer"), entity("e", "other:text")])).toEqual([]);
    expect(keys(rule, [entity("a", "pair:bigint"), entity("b", "pair:bigint"), entity("c", "pair:text")])).toEqual([]);
    expect(keys(rule, [...same, entity("d", "customer_number:text"), entity("e", "customer_number:text")])).toEqual([]);
  });
  it("names that need quotes are told once", () => {
    const rule = "schema/names-need-quotes";
    expect(found([entity("Order", "user name", "plain"), entity("select")]).filter((one) => one.rule === rule)).toMatchObject([{ object: "public", message: expect.stringContaining("3 names") as string }]);
    expect(keys(rule, [entity("orders", "größe", "index")])).toEqual([]);
    expect(keys(rule, [entity("Orders")], { rest: { rules: {} } })).toEqual([]);
  });
  it("comments are missed once, and only where there can be any", () => {
    const rule = "schema/undocumented";
    const tables = ["a", "b", "c"].map((name) => entity(name));
    expect(keys(rule, tables, { rest: { rules: { comments: true } } })).toEqual(["public"]);
    expect(keys(rule, tables.map((table) => ({ ...table, comment: "What it is." })), { rest: { rules: { comments: true } } })).toEqual([]);
    expect(keys(rule, tables, { rest: { rules: {} } })).toEqual([]);
  });
  it("a table that nothing refers to among many that do", () => {
    const rule = "schema/isolated-tables";
    const linked = ["b", "c", "d", "e"].map((name) => tableOf(name, ["id!:bigint", "a_id:bigint"], { constraints: [refers("f", "a_id → public.a (id)")] }));
    expect(keys(rule, [entity("a"), ...linked, entity("old_orders")])).toEqual(["public"]);
    expect(keys(rule, [entity("a"), ...linked, entity("settings")])).toEqual([]);
    const part = { ...tableOf("payment_1", ["a_id!:bigint"], { constraints: [refers("f", "a_id → public.a (id)")] }), partitionOf: { schema: "public", table: "payment", bound: "DEFAULT" } };
    expect(keys(rule, [entity("a"), ...linked, { ...entity("payment"), form: "partitioned" as const }, part])).toEqual([]);
  });
  it("rows that only join others", () => {
    const rule = "schema/no-delete-decision";
    const join = (tail: string): TableObject => tableOf("links", ["a_id!:bigint", "b_id!:bigint"], { constraints: [...keyOf("primaryKey", "l", "a_id", "b_id").constraints, refers("f", `a_id → public.a (id)${tail}`), refers("g", `b_id → public.b (id)${tail}`)] });
    expect(keys(rule, [entity("a"), entity("b"), join("")])).toEqual(["public.links"]);
    expect(keys(rule, [entity("a"), entity("b"), join(" ON DELETE RESTRICT")])).toEqual([]);
  });
  it("leaves what Supabase keeps for itself alone", () => {
    const schemas = ["auth", "storage", "realtime", "public"].map((name) => ({ name }));
    expect(found([{ ...tableOf("flow", ["a"]), schema: "auth" }], { rest: { schemas } })).toEqual([]);
    expect(keys("schema/no-primary-key", [{ ...tableOf("flow", ["a"]), schema: "auth" }])).toEqual(["auth.flow"]);
  });
});

it("looks through five hundred tables in no time worth telling, and names hostile tables as they are", () => {
  const hostile = `<img src=x onerror=alert(1)> "'\`[2J`;
  const many = Array.from({ length: 500 }, (_, at) => tableOf(`t${at}`, ["id!:bigint", "p_id:bigint", ...body], { constraints: [...keyOf("primaryKey", "p", "id").constraints, refers("f", `p_id → public.t${(at + 1) % 500} (id)`)] }));
  expect(found([...many, tableOf(hostile, ["a"])]).filter(({ object }) => object === `public.${hostile}`).map(({ rule }) => rule)).toEqual(["schema/no-primary-key"]);
});
