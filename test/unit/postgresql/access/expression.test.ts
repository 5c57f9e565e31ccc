import { expect, test } from "vitest";
import type { TableObject } from "../../../../src/core/catalog/catalog.ts";
import { bindingsOf } from "../../../../src/engines/postgresql/access/bindings.ts";
import { weaker } from "../../../../src/engines/postgresql/access/weakenings.ts";

const parts = (text: string): string[] => weaker(text).map(({ part, weakened }) => `${part} → ${weakened}`);

test("each conjunct is taken away by itself, at the top and inside of subqueries", () => {
  expect(parts("((a = 1) AND (b = 'x AND y'::text))")).toEqual(["a = 1 → (true AND (b = 'x AND y'::text))", "b = 'x AND y'::text → ((a = 1) AND true)"]);
  expect(parts("(EXISTS ( SELECT 1\n   FROM m\n  WHERE ((m.org = t.org) AND (m.who = auth.uid()))))").map((line) => line.split(" → ")[0])).toEqual([
    "EXISTS ( SELECT 1\n   FROM m\n  WHERE ((m.org = t.org) AND (m.who = auth.uid())))", "m.org = t.org", "m.who = auth.uid()",
  ]);
});

test("an expression without conjuncts is taken away whole, and one that lets everything through has nothing to lose", () => {
  expect(parts("(user_id = auth.uid())")).toEqual(["user_id = auth.uid() → true"]);
  expect(parts("true")).toEqual([]);
});

test("words in texts and quoted names neither separate nor close", () => {
  expect(parts(`(("a AND b" = 1) AND (c = E'it\\') AND ('))`).map((line) => line.split(" → ")[0])).toEqual([`"a AND b" = 1`, `c = E'it\\') AND ('`]);
});

function tableWith(using: string): TableObject {
  const column = (name: string): TableObject["columns"][number] => ({ name, type: "text", notNull: true });
  return {
    schema: "public", name: "notes", form: "table", persistence: "permanent", columns: ["user_id", "team", "state"].map(column), constraints: [], indexes: [], triggers: [],
    policies: [{ name: "p", command: "ALL", permissive: true, roles: ["public"], using }], rowSecurity: { enabled: true, forced: false }, inherits: [], options: {},
  };
}

test("columns that a policy compares with the session are found, whichever side they stand on", () => {
  expect(bindingsOf(tableWith("(( SELECT auth.uid() AS uid) = user_id)"))).toEqual([{ column: "user_id", expression: "(SELECT * FROM (SELECT auth.uid() AS uid) AS told LIMIT 1)" }]);
  expect(bindingsOf(tableWith("((user_id)::text = current_setting('app.user'::text, true))"))).toEqual([{ column: "user_id", expression: "current_setting('app.user'::text, true)" }]);
  expect(bindingsOf(tableWith("((team IN ( SELECT my_teams() AS t)) AND (notes.user_id = CURRENT_USER))")).map(({ column }) => column)).toEqual(["team", "user_id"]);
});

test("a comparison with a constant, a list or another column says nothing of who owns the row", () => {
  expect(bindingsOf(tableWith("((state = 'open'::text) AND (state = ANY (ARRAY['a(b)'::text, 'c'::character varying(10)])) AND (user_id = team))"))).toEqual([]);
});
