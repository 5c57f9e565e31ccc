import { expect, test } from "vitest";
import { withoutValues } from "../../../src/core/script/withoutValues.ts";

test.each([
  ["UPDATE users SET password = 'se''cret\\\' more' WHERE id = 42", "UPDATE users SET password = ? WHERE id = ?"],
  ["SELECT *\n  FROM t1 -- not for others\n WHERE a = -1.5e3 AND b = x'ff' /* nor this */ AND c IN (1,2)", "SELECT * FROM t1 WHERE a = ? AND b = ? AND c IN (?,?)"],
  ["SELECT $body$ a secret $body$, $$ another $$, $1", "SELECT ?, ?, $1"],
  ["UPDATE t SET a = 'cut off by the ser", "UPDATE t SET a = ?"],
  ["UPDATE t SET a = 'cut off at a backslash\\", "UPDATE t SET a = ?"],
  ["SELECT `a'b` FROM t2 /* cut off", "SELECT `a'b` FROM t2"],
])("%s", (sql, shown) => expect(withoutValues(sql, "text")).toBe(shown));

test("what stands in double quotes is a name or a text", () => {
  expect(withoutValues('SELECT "a" FROM "My Table"', "name")).toBe('SELECT "a" FROM "My Table"');
  expect(withoutValues('SELECT "a secret"', "text")).toBe("SELECT ?");
});

test("a long statement is cut", () => expect(withoutValues(`SELECT ${"a, ".repeat(100)}b`, "name")).toHaveLength(162));
