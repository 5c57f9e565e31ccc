import { describe, expect, it } from "vitest";
import { renderCatalog } from "../../../../src/engines/postgresql/render.ts";
import { catalogWith, column, tableWith } from "./catalogs.ts";

const before = (script: string, first: string, second: string): boolean => script.includes(first) && script.includes(second) && script.indexOf(first) < script.indexOf(second);

describe("renderCatalog", () => {
  it("writes columns with all they have inside CREATE TABLE", () => {
    const script = renderCatalog(catalogWith({ tables: [tableWith("order", { columns: [
      column("id", "bigint", { notNull: true, identity: { always: true, options: "START WITH 5" } }),
      column("Total", "numeric(10,2)", { default: "0" }),
      column("twice", "numeric", { generated: { expression: '("Total" * 2)', stored: true } }),
      column("name", "text", { collation: '"C"' }),
    ] })] }));
    expect(script).toContain(`CREATE TABLE public."order" (
    id bigint GENERATED ALWAYS AS IDENTITY (START WITH 5) NOT NULL,
    "Total" numeric(10,2) DEFAULT 0,
    twice numeric GENERATED ALWAYS AS (("Total" * 2)) STORED,
    name text COLLATE "C"
);`);
  });

  it("puts types before the tables that use them, and functions on tables after these", () => {
    const routine = { schema: "public", form: "function", language: "sql", securityDefiner: false, settings: [] } as const;
    const script = renderCatalog(catalogWith({
      types: [{ schema: "public", name: "z", form: "enum", values: ["a"] }, { schema: "public", name: "pair", form: "composite", attributes: [{ name: "one", type: "public.z" }] }],
      domains: [{ schema: "public", name: "a", type: "public.b", notNull: true, checks: [] }, { schema: "public", name: "b", type: "text", notNull: false, checks: [] }],
      routines: [
        { ...routine, name: "next", signature: "", definition: "CREATE OR REPLACE FUNCTION public.next()\n RETURNS integer\n LANGUAGE sql\nAS $function$SELECT count(*)::int FROM public.orders$function$" },
        { ...routine, name: "one", signature: "public.orders", definition: "CREATE OR REPLACE FUNCTION public.one(public.orders)\n RETURNS integer\n LANGUAGE sql\nAS $function$SELECT 1$function$" },
      ],
      tables: [tableWith("orders", { columns: [column("id", "integer", { default: "public.next()" }), column("p", "public.pair"), column("a", "public.a")] })],
    }));
    expect(before(script, "CREATE TYPE public.z", "CREATE TYPE public.pair")).toBe(true);
    expect(before(script, "CREATE DOMAIN public.b", "CREATE DOMAIN public.a")).toBe(true);
    expect(before(script, "FUNCTION public.next()", "CREATE TABLE public.orders")).toBe(true);
    expect(before(script, "CREATE TABLE public.orders", "FUNCTION public.one(")).toBe(true);
  });

  it("sets a default on its own where its function takes the table's rows", () => {
    const script = renderCatalog(catalogWith({
      routines: [{ schema: "public", name: "f", form: "function", signature: "public.t", language: "sql", securityDefiner: false, settings: [], definition: "CREATE OR REPLACE FUNCTION public.f(public.t)\n RETURNS integer\n LANGUAGE sql\nAS $function$SELECT 1$function$" }],
      tables: [tableWith("t", { columns: [column("n", "integer", { default: "public.f(NULL::public.t)" })] })],
    }));
    expect(script).toContain("CREATE TABLE public.t (\n    n integer\n);");
    expect(before(script, "FUNCTION public.f(", "ALTER TABLE ONLY public.t ALTER COLUMN n SET DEFAULT public.f(NULL::public.t);")).toBe(true);
  });

  it("orders views by what they read, whatever their names", () => {
    const view = { schema: "public", form: "view", options: {}, indexes: [], triggers: [], columns: [{ name: "id", type: "integer" }] } as const;
    const script = renderCatalog(catalogWith({ tables: [tableWith("t")], views: [
      { ...view, name: "a", query: " SELECT id\n   FROM public.b", dependsOn: [] },
      { ...view, name: "b", query: " SELECT id\n   FROM public.t", dependsOn: [{ schema: "public", name: "t" }] },
    ] }));
    expect(before(script, "CREATE VIEW public.b", "CREATE VIEW public.a")).toBe(true);
  });

  it("gives the same text for the same objects in another order", () => {
    const tables = [tableWith("a"), tableWith("b"), tableWith("c", { rowSecurity: { enabled: true, forced: true }, comment: "it's" })];
    expect(renderCatalog(catalogWith({ tables }))).toBe(renderCatalog(catalogWith({ tables: tables.toReversed() })));
  });
});
