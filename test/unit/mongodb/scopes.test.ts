import { describe, expect, test } from "vitest";
import type { Catalog, TableObject, ViewObject } from "../../../src/core/catalog/catalog.ts";
import { rolesOnScratch } from "../../../src/engines/mongodb/shadow/rolesOnScratch.ts";
import { builtInOnScratch, rolesIn, rolesText } from "../../../src/engines/mongodb/access/roleNames.ts";
import { documentFor } from "../../../src/engines/mongodb/access/document.ts";
import { scopeOf } from "../../../src/engines/mongodb/access/scope.ts";
import { sharesOf, steps } from "../../../src/engines/mongodb/access/design/commands.ts";
import type { DesignRoom } from "../../../src/engines/mongodb/access/design/room.ts";
import { relaxed } from "../../../src/engines/mongodb/bson/write.ts";
import { readCommand } from "../../../src/engines/mongodb/readCommand.ts";

const table = (options: Readonly<Record<string, string>> = {}): TableObject => ({ schema: "", name: "orders", form: "collection", persistence: "permanent", columns: [], constraints: [], indexes: [], triggers: [], policies: [], rowSecurity: { enabled: false, forced: false }, inherits: [], options });
const view = (name: string, pipeline: unknown, viewOn = "orders"): ViewObject => ({ schema: "", name, form: "view", columns: [], query: JSON.stringify(pipeline), options: { viewOn }, indexes: [], triggers: [], dependsOn: [{ schema: "", name: viewOn }] });
const catalog = (...views: ViewObject[]): Catalog => ({ engine: "mongodb", schemas: [], extensions: [], types: [], domains: [], sequences: [], routines: [], tables: [table()], views, others: [] });
const room = (more: Partial<DesignRoom> = {}): DesignRoom => ({
  request: { schema: "", table: "orders", mode: "kiss" }, catalog: catalog(), table: table(), mark: { field: "tenant_id", kind: "tenant", type: "string" }, values: ["acme", "b c"], types: ["string"],
  form: "values", why: "", roles: true, database: "shop", breaking: 0, user: "root", ...more,
});

describe("views that show somebody's documents", () => {
  test.each([
    ["an equality", [{ $match: { tenantId: "acme" } }], { field: "tenantId", value: "acme" }],
    ["$eq beside another condition", [{ $match: { open: true } }, { $match: { tenant_id: { $eq: "7" } } }], { field: "tenant_id", value: "7" }],
    ["a part of $and", [{ $match: { $and: [{ a: 1 }, { org_id: "x" }] } }], { field: "org_id", value: "x" }],
    ["the asker's roles", [{ $match: { $expr: { $in: [{ $concat: ["orders_of_", { $toString: "$tenant_id" }] }, "$$USER_ROLES.role"] } } }], { field: "tenant_id", prefix: "orders_of_" }],
  ])("are known by %s", (_name, pipeline, expected) => {
    const one = view("v", pipeline);
    expect(scopeOf(one, catalog(one))).toMatchObject({ base: "orders", ...expected });
    const above = view("above", [{ $project: { total: 1 } }], "v");
    expect(scopeOf(above, catalog(one, above))).toMatchObject({ base: "orders", ...expected });
  });

  test.each([
    ["another field", [{ $match: { status: "open" } }]],
    ["a range", [{ $match: { tenant_id: { $gt: "a" } } }]],
    ["one of two", [{ $match: { $or: [{ tenant_id: "a" }, { shared: true }] } }]],
    ["a filter behind something else", [{ $group: { _id: "$tenant_id" } }, { $match: { tenant_id: "acme" } }]],
  ])("are not told by %s", (_name, pipeline) => expect(scopeOf(view("v", pipeline), catalog())).toBeUndefined());
});

describe("the commands of a design", () => {
  test("make one view for all where views know the asker's roles, and a role for each", () => {
    const all = steps(room({ form: "roles" }));
    expect(all.map(({ sql }) => sql).filter((sql) => sql.includes('"create"'))).toEqual(['{"create": "orders_own", "viewOn": "orders", "pipeline": [{"$match":{"$expr":{"$in":[{"$concat":["orders_of_",{"$toString":"$tenant_id"}]},"$$USER_ROLES.role"]}}}]}']);
    expect(all.slice(-1)).toEqual([{ sql: '{"createRole": "orders_of_b c", "privileges": [{"resource": {"db": "shop", "collection": "orders_own"}, "actions": ["find"]}], "roles": []}', undo: '{"dropRole": "orders_of_b c"}' }]);
  });

  test("make a view and a role for each where they do not, and no two of one name", () => {
    expect(sharesOf(room({ values: ["b c", "b_c"] })).map(({ view: name, role }) => [name, role])).toEqual([["orders_of_b_c", "orders_of_b_c"], ["orders_of_b_c_2", "orders_of_b_c_2"]]);
  });

  test("keep the validator that is there, and set none where documents break it or it demands the field already", () => {
    const validator = '{"total":{"$gt":0}}';
    const collMod = (more: Partial<DesignRoom>): { readonly sql: string; readonly undo: string } | undefined => steps(room(more)).find(({ sql }) => sql.includes("collMod"));
    expect(collMod({ table: table({ validator }) })).toEqual({ sql: `{"collMod": "orders", "validator": {"$and": [${validator}, {"$jsonSchema":{"required":["tenant_id"],"properties":{"tenant_id":{"bsonType":"string"}}}}]}}`, undo: `{"collMod": "orders", "validator": ${validator}}` });
    expect(collMod({ breaking: 2 })).toBeUndefined();
    expect(collMod({ table: table({ validator: '{"$jsonSchema":{"required":["tenant_id"]}}' }) })).toBeUndefined();
  });
});

describe("a trial's roles", () => {
  test("are made for the scratch database where they speak of the target", () => {
    const command = readCommand('{"createRole": "r", "privileges": [{"resource": {"db": "shop", "collection": "shop"}, "actions": ["find"]}, {"resource": {"db": "other", "collection": ""}, "actions": ["find"]}], "roles": [{"role": "read", "db": "shop"}]}');
    expect(relaxed(rolesOnScratch(command, "shop", "scratch").document)).toBe('{"createRole":"r","privileges":[{"resource":{"db":"scratch","collection":"shop"},"actions":["find"]},{"resource":{"db":"other","collection":""},"actions":["find"]}],"roles":[{"role":"read","db":"scratch"}]}');
  });

  test("give no more than this database has", () => {
    expect(rolesIn("clerk, readAnyDatabase@admin, read", "shop").map((role) => builtInOnScratch(role, "shop"))).toEqual([undefined, "read", "read"]);
    expect(rolesText([{ role: "a", db: "shop" }, { role: "b", db: "admin" }], "shop")).toBe("a, b@admin");
    expect(builtInOnScratch({ role: "root", db: "admin" }, "shop")).toBe("dbOwner");
    expect(builtInOnScratch({ role: "read", db: "other" }, "shop")).toBeUndefined();
  });

  test("are tried with documents that a validator takes", () => {
    const validator = JSON.stringify({ $jsonSchema: { required: ["n", "kind", "when", "inner", "list", "name"], properties: { n: { bsonType: "int", minimum: 5 }, kind: { enum: ["a", "b"] }, when: { bsonType: "date" }, inner: { bsonType: "object", required: ["flag"], properties: { flag: { bsonType: "bool" } } }, list: { bsonType: "array", minItems: 2, items: { bsonType: "string" } }, name: { bsonType: ["null", "string"], minLength: 3 } } } });
    const document = documentFor(table({ validator }), new Map([["tenant_id", "acme"]]));
    expect(relaxed(new Map([...document].filter(([name]) => name !== "_id")))).toBe('{"n":5,"kind":"a","when":{"$date":"1970-01-01T00:00:00.000Z"},"inner":{"flag":true},"list":["x","x"],"name":"xxx","tenant_id":"acme"}');
  });
});
