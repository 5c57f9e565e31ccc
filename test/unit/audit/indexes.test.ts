import { describe, expect, it } from "vitest";
import type { IndexObject, TableObject } from "../../../src/core/catalog/catalog.ts";
import { tableOf } from "../snapshot/catalogs.ts";
import { found, indexOf, keyOf, keys, refers } from "./room.ts";

const [duplicate, redundant, ofKey] = ["schema/duplicate-index", "schema/redundant-index", "schema/unique-redundant-with-key"];
const key = keyOf("primaryKey", "t_pkey", "id");
const table = (...indexes: readonly (string | IndexObject)[]): TableObject => tableOf("t", ["id!:bigint", "a:bigint", "b:text"], { ...key, indexes: [...key.indexes, ...indexes.map((one) => (typeof one === "string" ? indexOf(one) : one))] });

describe("an index that another repeats", () => {
  it("is found, and the one that is worth more stays", () => {
    expect(keys(duplicate, [table("x (a)", "y (a)")])).toEqual(["public.t y"]);
    expect(keys(duplicate, [table("x (a)", indexOf("y (a)", { unique: true }))])).toEqual(["public.t x"]);
    expect(keys(duplicate, [table("x (id)")])).toEqual(["public.t x"]);
    expect(keys(duplicate, [table("x (a) WITH (fillfactor='70')", "y (a) TABLESPACE fast")])).toEqual(["public.t y"]);
  });
  it("is found where the engine keeps a constraint's index out of the list", () => {
    const unique = { ...tableOf("t", ["id!:bigint", "a:bigint"], { constraints: [...key.constraints, ...keyOf("unique", "unique(a)", "a").constraints], indexes: [indexOf("x (a)", { unique: true }), indexOf("y (a) WHERE (id > 1)", { unique: true })] }) };
    expect(keys(duplicate, [unique])).toEqual(["public.t x"]);
  });
  it("is another one by order, predicate, operator class, collation, included columns or method", () => {
    expect(keys(duplicate, [table("x (a)", "y (a DESC)", "z (a) WHERE (b IS NULL)", "v (a) INCLUDE (b)", indexOf("w (a)", { method: "hash" }))])).toEqual([]);
    expect(keys(duplicate, [table("x (b)", "y (b text_pattern_ops)", 'z (b COLLATE "C")')])).toEqual([]);
    expect(keys(duplicate, [table("x (a, b)", "y (b, a)")])).toEqual([]);
  });
  it("is kept where a parent's index, replication or a constraint needs it", () => {
    expect(keys(duplicate, [table("x (a)", indexOf("y (a)", { partOf: "parent" }))])).toEqual(["public.t x"]);
    expect(keys(duplicate, [table(indexOf("x (a)", { partOf: "parent" }), indexOf("y (a)", { partOf: "other" }))])).toEqual([]);
    expect(keys(duplicate, [{ ...table(indexOf("x (a)", { unique: true }), indexOf("y (a)", { unique: true })), replicaIdentity: "USING INDEX y" }])).toEqual([]);
  });
  it("is dropped by a statement that can be undone", () => {
    const [finding] = found([table("x (a)", "y (a)")]).filter(({ rule }) => rule === duplicate);
    expect(finding?.fix?.statements).toEqual([expect.stringMatching(/^DROP INDEX "?public"?\."?y"?$/)]);
    expect(finding?.fix?.undo).toEqual(["CREATE INDEX y ON public.t USING btree (a)"]);
  });
});

describe("an index that is the beginning of another", () => {
  it("is found", () => {
    expect(keys(redundant, [table("x (a)", "y (a, b)")])).toEqual(["public.t x"]);
    expect(keys(redundant, [table("x (a) WHERE (b IS NULL)", "y (a, id) WHERE (b IS NULL)")])).toEqual(["public.t x"]);
    expect(keys(redundant, [table("x (a) INCLUDE (b)", "y (a, b)")])).toEqual(["public.t x"]);
  });
  it("is found where the engine keeps the key's index for itself, and where an index is a document", () => {
    const joined = tableOf("j", ["a!", "b!"], { constraints: keyOf("primaryKey", "PRIMARY", "a", "b").constraints, indexes: [indexOf("x (a)")] });
    expect(keys(redundant, [joined])).toEqual(["public.j x"]);
    const spec = (name: string, definition: string): IndexObject => indexOf(`${name} (a)`, { definition });
    const collection: TableObject = { ...tableOf("c", []), form: "collection", indexes: [spec("x", '{"key":{"a":1},"name":"x"}'), spec("y", '{"key":{"a":1,"b":-1},"name":"y"}'), spec("z", '{"key":{"a":1},"name":"z","sparse":true}')] };
    expect(keys(redundant, [collection])).toEqual(["public.c x"]);
  });
  it("is not one that holds rows unique, orders otherwise, or holds other rows", () => {
    expect(keys(redundant, [table(indexOf("x (a)", { unique: true }), "y (a, b)")])).toEqual([]);
    expect(keys(redundant, [table("x (a DESC)", "y (a, b)", "z (a) WHERE (b IS NULL)", "v (a) INCLUDE (id)")])).toEqual([]);
    expect(keys(redundant, [table("x (b)", "y (a, b)", indexOf("g (a)", { method: "gin" }))])).toEqual([]);
    expect(keys(redundant, [table("x (a)", indexOf("y (a, b)", { valid: false }))])).toEqual([]);
  });
});

describe("a unique index on the primary key", () => {
  it("is found once", () => {
    const all = found([table(indexOf("x (id)", { unique: true }))]).map(({ rule, part }) => `${rule} ${part ?? ""}`).filter((one) => /index|unique/.test(one));
    expect(all).toEqual([`${ofKey} x`]);
  });
  it("is none where it holds more columns, for a foreign key of several to refer to", () => {
    expect(keys(ofKey, [table(indexOf("x (id, a)", { unique: true }))])).toEqual([]);
  });
});

describe("states of parts", () => {
  it("an invalid index, a disabled trigger", () => {
    expect(keys("schema/invalid-index", [table(indexOf("x (a)", { valid: false }))])).toEqual(["public.t x"]);
    const trigger = { name: "audit", definition: "CREATE TRIGGER audit AFTER INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION f()", enabled: "disabled" } as const;
    expect(keys("schema/disabled-trigger", [{ ...table(), triggers: [trigger, { ...trigger, name: "on", enabled: "origin" }] }])).toEqual(["public.t audit"]);
  });
  it("an index of a collection is being built, not invalid", () => {
    expect(keys("schema/invalid-index", [{ ...table(indexOf("x (a)", { valid: false })), form: "collection" }])).toEqual([]);
  });
  it("an unlogged table, unless its name says that it may be lost", () => {
    expect(keys("schema/unlogged-table", [{ ...table(), persistence: "unlogged" }, { ...table(), name: "page_cache", persistence: "unlogged" }])).toEqual(["public.t"]);
  });
  it("a constraint that was never validated, or is not enforced at all", () => {
    const late = { ...refers("f", "a → public.t (id)"), validated: false, definition: "FOREIGN KEY (a) REFERENCES public.t(id) NOT VALID" };
    const off = { name: "c", form: "check", columns: [], definition: "CHECK (a > 0) NOT ENFORCED", validated: false } as const;
    const one = { ...table("x (a)"), constraints: [...key.constraints, late, off] };
    expect(keys("schema/constraint-not-validated", [one])).toEqual(["public.t f"]);
    expect(keys("schema/constraint-not-enforced", [one])).toEqual(["public.t c"]);
    expect(found([one]).find(({ rule }) => rule === "schema/constraint-not-validated")?.fix?.statements).toEqual([expect.stringMatching(/VALIDATE CONSTRAINT/)]);
  });
});
