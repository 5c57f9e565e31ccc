import { expect, test } from "vitest";
import type { Catalog, TableObject } from "../../../../src/core/catalog/catalog.ts";
import { boundValues } from "../../../../src/engines/postgresql/access/partitionBound.ts";
import { argumentTypes } from "../../../../src/engines/postgresql/access/routineProbe.ts";
import { fits, plainIdentityValue, valueFor } from "../../../../src/engines/postgresql/access/values.ts";

const catalog: Catalog = {
  engine: "postgresql", schemas: [], extensions: [], sequences: [], routines: [], tables: [], views: [], others: [],
  types: [{ schema: "public", name: "mood", form: "enum", values: ["glad", "sad"] }],
  domains: [{ schema: "public", name: "money_due", type: "numeric(6,2)", notNull: false, checks: [] }],
};

function tableOf(column: TableObject["columns"][number], checks: readonly string[] = []): TableObject {
  return {
    schema: "public", name: "t", form: "table", persistence: "permanent", columns: [column], indexes: [], triggers: [], policies: [], rowSecurity: { enabled: false, forced: false }, inherits: [], options: {},
    constraints: checks.map((definition, at) => ({ name: `c${at}`, form: "check", columns: [column.name], definition, validated: true })),
  };
}

const made = (name: string, type: string, ...checks: string[]): string | undefined => {
  const column = { name, type, notNull: true };
  return valueFor(catalog, tableOf(column, checks), column, 123);
};

test("values are of the column's type: enums, domains, lengths, lists of a CHECK", () => {
  expect([made("m", "public.mood"), made("d", "public.money_due"), made("c", "character(3)"), made("s", "character varying(4)"), made("e_mail", "text"), made("state", "text", "CHECK ((state = ANY (ARRAY['it''s'::text, 'b'::text])))"), made("n", "smallint"), made("x", "public.unknown")])
    .toEqual(["glad", "124", "123", "123", "seeded123@example.com", "it's", "30123", undefined]);
});

test("an id fits a column or does not", () => {
  expect([fits("uuid", "1"), fits("integer", "7"), fits("integer", "9999999999"), fits("bigint", "9999999999"), fits("text", "auth0|7"), fits("character varying(3)", "long"), fits("smallint", "40000")])
    .toEqual([false, true, false, true, true, false, false]);
});

test("somebody else has the same id in every table, and another than another tenant's people", () => {
  expect(plainIdentityValue("uuid", "owner", "foreign")).toBe(plainIdentityValue("uuid", "owner", "any"));
  expect(new Set([plainIdentityValue("integer", "owner", "foreign"), plainIdentityValue("integer", "owner", "otherTenant"), plainIdentityValue("integer", "tenant", "foreign"), plainIdentityValue("integer", "tenant", "otherTenant")]).size).toBe(4);
});

test("arguments are cut where they end", () => {
  expect(argumentTypes(`integer, numeric(10,2), text[], "odd, name"`)).toEqual(["integer", "numeric(10,2)", "text[]", `"odd, name"`]);
  expect(argumentTypes("")).toEqual([]);
});

test("a row is led into its partition by the bound", () => {
  const parent = { ...tableOf({ name: "at", type: "date", notNull: true }), partitionKey: "RANGE (at)" };
  const part = (bound: string): TableObject => ({ ...tableOf({ name: "at", type: "date", notNull: true }), partitionOf: { schema: "public", table: "t", bound } });
  expect([...boundValues(part("FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')"), parent)]).toEqual([["at", "2024-01-01"]]);
  expect([...boundValues(part("FOR VALUES IN ('a''b', 'c')"), { ...parent, partitionKey: "LIST (at)" })]).toEqual([["at", "a'b"]]);
  expect([...boundValues(part("FOR VALUES FROM (MINVALUE) TO (10)"), parent)]).toEqual([["at", "9"]]);
  expect([...boundValues(part("DEFAULT"), parent)]).toEqual([]);
});
