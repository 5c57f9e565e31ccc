import type { Node } from "libpg-query";
import { describe, expect, test } from "vitest";
import type { ColumnObject, TableObject } from "../../../../src/core/catalog/catalog.ts";
import type { AuditFacts } from "../../../../src/engines/postgresql/audit/facts.ts";
import { Roles } from "../../../../src/engines/postgresql/audit/facts/roles.ts";
import { anyone, type Caller, nobody, otherUser, ownUser } from "../../../../src/engines/postgresql/audit/policies/expression/caller.ts";
import { possible } from "../../../../src/engines/postgresql/audit/policies/expression/evaluate.ts";
import { loadParser } from "../../../../src/engines/postgresql/parser.ts";

const parser = await loadParser();
const column = (name: string, type: string, notNull: boolean): ColumnObject => ({ name, type, notNull });
const table: TableObject = {
  schema: "public", name: "notes", form: "table", persistence: "permanent",
  columns: [column("id", "integer", true), column("owner_id", "uuid", true), column("body", "text", false), column("done", "boolean", false), column("n", "integer", true)],
  constraints: [], indexes: [], triggers: [], policies: [], rowSecurity: { enabled: true, forced: false }, inherits: [], options: {},
};
/** What a database without roles, relations and routines has: expressions ask for nothing else. */
const facts = {
  catalog: { engine: "postgresql", schemas: [], extensions: [], types: [], domains: [], sequences: [], routines: [], tables: [table], views: [], others: [] },
  parser, version: 150000, user: "postgres", roles: new Roles([], []), relations: new Map(), routines: [],
} satisfies Partial<AuditFacts> as unknown as AuditFacts;

function node(text: string): Node {
  const statement = parser.parse(`SELECT (${text})`).stmts?.[0]?.stmt as { readonly SelectStmt: { readonly targetList: readonly { readonly ResTarget: { readonly val: Node } }[] } };
  return statement.SelectStmt.targetList[0]!.ResTarget.val;
}

function outcomes(text: string, caller: Caller = anyone): string {
  return shown(possible(node(text), table, caller, facts));
}

function shown(found: ReturnType<typeof possible>): string {
  return found === undefined ? "unknown" : [...found].map(String).sort().join(" ");
}

describe("what an expression can come to", () => {
  test.each([
    ["true", "true"],
    ["false", "false"],
    ["null::boolean", "null"],
    ["n = n", "true"],
    ["body = body", "null true"],
    ["body is not distinct from body", "true"],
    ["n <> n", "false"],
    ["n < 3 or n >= 3", "true"],
    ["n < 3 and n >= 3", "false"],
    ["n < 3 or n > 3", "false true"],
    ["n > 3 or not n > 3", "true"],
    ["body is null or body is not null", "true"],
    ["id is null", "false"],
    ["done", "false null true"],
    ["done is not unknown", "false true"],
    ["done or not done", "null true"],
    ["coalesce(done, true) or not coalesce(done, true)", "true"],
    ["coalesce(null, true)", "true"],
    ["nullif(n, n) is null", "true"],
    ["length(body) >= 0", "null true"],
    ["length('x') >= 0", "true"],
    ["exists (select 1)", "true"],
    ["exists (select 1 from public.other)", "false true"],
    ["(select true)", "true"],
    ["(select count(*) from public.other) >= 0", "true"],
    ["case when done then true else true end", "true"],
    ["case when done then true end", "null true"],
    ["n = any (array[n, 4])", "true"],
    ["n in (1, 2)", "false true"],
    ["n <> all (array[1])", "false true"],
    ["''::integer = n", "raises"],
    ["body like '%'", "null true"],
    ["public.unheard_of(n)", "false null true"],
  ])("%s is %s", (text, expected) => expect(outcomes(text)).toBe(expected));
});

describe("who asks", () => {
  const own = "owner_id = auth.uid()";
  test.each([
    [own, nobody, "null"],
    [own, otherUser, "false"],
    [own, ownUser, "true"],
    ["auth.uid() is null or owner_id = auth.uid()", nobody, "true"],
    ["owner_id = (select auth.uid()) or done", otherUser, "false null true"],
    ["owner_id <> auth.uid()", otherUser, "true"],
    ["auth.role() = 'authenticated'", otherUser, "true"],
    ["auth.role() = 'authenticated'", nobody, "false"],
    ["(auth.jwt() ->> 'sub')::uuid = owner_id", nobody, "null"],
    ["(auth.jwt() ->> 'sub')::uuid = owner_id", ownUser, "true"],
    ["coalesce(nullif(current_setting('app.n', true), '')::integer, n) = n", nobody, "true"],
    ["nullif(current_setting('app.n', true), '')::integer = n", nobody, "null"],
    ["current_setting('app.n', true)::integer = n", nobody, "null raises"],
    ["current_setting('app.n')::integer = n", nobody, "raises"],
  ])("%s for %o is %s", (text, caller, expected) => expect(outcomes(text, caller)).toBe(expected));
});

test("too many unknowns are left open, in no time", () => {
  const many = Array.from({ length: 40 }, (_none, at) => `public.f${at}(n)`).join(" and ");
  expect(outcomes(many)).toBe("unknown");
});

test("the same text means another thing for another table", () => {
  const text = node("body is not null");
  const strict: TableObject = { ...table, name: "strict", columns: table.columns.map((one) => ({ ...one, notNull: true })) };
  expect([shown(possible(text, table, anyone, facts)), shown(possible(text, strict, anyone, facts))]).toEqual(["false true", "true"]);
});
