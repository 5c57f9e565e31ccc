import { expect, test } from "vitest";
import type { Cell } from "../../../src/core/access/cell.ts";
import { claimsOf } from "../../../src/commands/security/testAsUser/asked.ts";
import { chosenObjects } from "../../../src/commands/security/testAsUser/chosen.ts";
import { cellText, matrixTables } from "../../../src/commands/security/testAsUser/table.ts";

const cell = (fields: Partial<Cell>): Cell => ({ id: "", identity: "user 7", object: "public.notes", form: "table", operation: "select", row: "own", verdict: "allowed", mechanism: "policy", policies: ["own"], rows: 1, code: null, message: null, ...fields });

test("claims are cut at commas that begin another one", () => {
  expect(claimsOf(`aal=aal2, app_metadata={"a":1,"b":2},app.tenant_id=7`)).toEqual({ aal: "aal2", app_metadata: `{"a":1,"b":2}`, "app.tenant_id": "7" });
  expect(() => claimsOf("aal")).toThrow("is no claim");
});

test("a cell says in words and by a sign what came of it", () => {
  expect([cell({}), cell({ verdict: "denied", mechanism: "using", policies: [] }), cell({ verdict: "denied", mechanism: "check" }), cell({ verdict: "denied", mechanism: "grant", policies: [] }), cell({ verdict: "error", code: "42P17" }), cell({ verdict: "error" }), undefined].map(cellText)).toEqual([
    "✓ allowed (policy own)", "✗ denied (no policy for it)", "✗ denied (new row refused: own)", "✗ denied (no grant)", "? error 42P17", "? not tested", "",
  ]);
});

test("the matrix has a table for each kind of object and a column for each identity", () => {
  const tables = matrixTables([cell({}), cell({ identity: "anonymous", verdict: "denied", mechanism: "grant" }), cell({ object: "public.f()", form: "routine", operation: "execute", mechanism: "open" })], ["user 7", "anonymous"]);
  expect(tables.map(({ title }) => title)).toEqual(["Tables", "Routines"]);
  expect(tables[0]).toMatchObject({ columns: ["Object", "Tried", "user 7", "anonymous"], rows: [["public.notes", "read an own row", "✓ allowed (policy own)", "✗ denied (no grant)"]] });
});

test("objects are found with and without their schema, and an unknown one is refused", () => {
  const all = [{ form: "table" as const, schema: "public", name: "notes" }, { form: "table" as const, schema: "other", name: "notes" }];
  expect(chosenObjects(all, ["other.notes"])).toEqual([all[1]]);
  expect(chosenObjects(all, ["notes"])).toHaveLength(2);
  expect(() => chosenObjects(all, ["nots"])).toThrow("There is no object");
});
