import { describe, expect, test } from "vitest";
import type { IndexObject } from "../../../src/core/catalog/catalog.ts";
import type { DraftKey, IndexDraft } from "../../../src/core/indexes/indexDraft.ts";
import { replacedBy, servedBy } from "../../../src/core/indexes/known.ts";

const index = (definition: string, more: Partial<IndexObject> = {}): IndexObject => ({ schema: "s", name: "there", definition, unique: false, columns: [], method: "btree", valid: true, ...more });
const key = (text: string, more: Partial<DraftKey> = {}): DraftKey => ({ part: { text, columns: [text], expression: text.startsWith("(") }, descending: false, ...more });
const draft = (keys: readonly DraftKey[], more: Partial<IndexDraft> = {}): IndexDraft => ({ schema: "s", table: "t", method: "btree", keys, carried: [], ...more });
const served = (of: IndexDraft, there: IndexObject): boolean => servedBy(of, { indexes: [there] }) !== undefined;

describe("an index that is there serves", () => {
  const two = index("CREATE INDEX there ON s.t USING btree (a, b DESC)");
  test.each([
    ["the same", draft([key('"a"'), key('"b"', { descending: true })]), two, true],
    ["its first columns", draft([key('"a"')]), two, true],
    ["the same read backwards", draft([key('"a"', { descending: true }), key('"b"')]), two, true],
    ["not another order", draft([key('"a"'), key('"b"')]), two, false],
    ["not its later columns", draft([key('"b"')]), two, false],
    ["not more columns", draft([key('"a"'), key('"b"', { descending: true }), key('"c"')]), two, false],
    ["an expression however it is cast and quoted", draft([key('(lower("email"))')]), index("CREATE INDEX there ON s.t USING btree (lower((email)::text))"), true],
    ["a predicate however it is written", draft([key('"a"')], { predicate: `"status" = 'open'` }), index("CREATE INDEX there ON s.t USING btree (a) WHERE (status = 'open'::text)", { predicate: "(status = 'open'::text)" }), true],
    ["not all rows where it holds some", draft([key('"a"')]), index("CREATE INDEX there ON s.t USING btree (a) WHERE (b > 1)", { predicate: "(b > 1)" }), false],
    ["nothing while it is invalid", draft([key('"a"')]), index("CREATE INDEX there ON s.t USING btree (a)", { valid: false }), false],
    ["what it carries", draft([key('"a"')], { carried: ["c"] }), index("CREATE INDEX there ON s.t USING btree (a) INCLUDE (c, d)"), true],
    ["not what it does not carry", draft([key('"a"')], { carried: ["e"] }), index("CREATE INDEX there ON s.t USING btree (a) INCLUDE (c, d)"), false],
    ["not another method", draft([key('"a"')], { method: "gin" }), index("CREATE INDEX there ON s.t USING btree (a)"), false],
  ] as const)("%s", (_, of, there, expected) => expect(served(of, there)).toBe(expected));
});

describe("a key serves, though its index is listed nowhere", () => {
  const keyed = (form: "primaryKey" | "unique" | "foreignKey", columns: readonly string[]): string | undefined => servedBy(draft([key("`a`"), key("`b`")]), { indexes: [], constraints: [{ name: "PRIMARY", form, columns, definition: "", validated: true }] })?.name;
  test.each([
    ["the primary key", keyed("primaryKey", ["a", "b"]), "PRIMARY"],
    ["a unique key that begins so", keyed("unique", ["a", "b", "c"]), "PRIMARY"],
    ["not a key in another order", keyed("unique", ["b", "a"]), undefined],
    ["not a foreign key", keyed("foreignKey", ["a", "b"]), undefined],
  ])("%s", (_, served, expected) => expect(served).toBe(expected));
});

describe("an index that is there becomes unnecessary", () => {
  const wider = draft([key('"a"'), key('"b"')]);
  test.each([
    ["where it is the beginning of the new one", index("CREATE INDEX there ON s.t USING btree (a)"), true],
    ["not where it has what the new one lacks", index("CREATE INDEX there ON s.t USING btree (a, b, c)"), false],
    ["not where it begins with another column", index("CREATE INDEX there ON s.t USING btree (b)"), false],
    ["not where it carries what the new one does not", index("CREATE INDEX there ON s.t USING btree (a) INCLUDE (z)"), false],
    ["not where it holds other rows", index("CREATE INDEX there ON s.t USING btree (a) WHERE (b > 1)", { predicate: "(b > 1)" }), false],
  ] as const)("%s", (_, there, expected) => expect(replacedBy(there, wider)).toBe(expected));
});
