import { expect, test } from "vitest";
import { toldFact } from "../../../src/core/catalog/toldFact.ts";

test("a value is told with what it was and is", () => {
  expect(toldFact("type", "numeric", "text")).toBe('type was "numeric", is "text"');
  expect(toldFact("default", undefined, "0")).toBe('default was absent, is "0"');
});

test("a list is told by what came, went and changed", () => {
  const column = (name: string, type: string): { name: string; type: string } => ({ name, type });
  expect(toldFact("columns", [column("id", "integer"), column("note", "text")], [column("id", "bigint"), column("total", "numeric")])).toBe('columns: id (type was "integer", is "bigint"), note is missing, total is new');
  expect(toldFact("options", ["a=1", "b=2"], ["a=1"])).toBe("options: b=2 is missing");
  expect(toldFact("columns", [column("a", "text"), column("b", "text")], [column("b", "text"), column("a", "text")])).toBe("columns: the order was a, b, is b, a");
  expect(toldFact("grants", [{ grantee: "bob" }], [])).toBe('grants: {"grantee":"bob"} is missing');
});

test("a text of several lines is told by the lines that differ", () => {
  const query = (...lines: string[]): string => ["SELECT id,", ...lines, "FROM orders"].join("\n");
  expect(toldFact("query", query("  note,"), query("  note,", "  total,"))).toBe('query in line 3: "total," is new');
  expect(toldFact("query", query("  note,", "  total,"), query("  note,"))).toBe('query in line 3: "total," is missing');
  expect(toldFact("query", query("  note,", "  paid,"), query("  text,", "  paid,"))).toBe('query in line 2: was "note,", is "text,"');
  expect(toldFact("query", "SELECT 1", "SELECT 1\n")).toBe("query in line 2: only blanks differ");
  expect(toldFact("query", query("note,"), query("    note,"))).toBe("query in line 2: only blanks differ");
});

test("what is long is cut", () => {
  const long = "x".repeat(500);
  expect(toldFact("definition", `${long}a${long}`, `${long}b${long}`).length).toBeLessThan(420);
  expect(toldFact("definition", `BEGIN\n${long}\nEND`, "BEGIN\nEND").length).toBeLessThan(200);
});

test("JSON inside of options is shown as such", () => {
  expect(toldFact("options", {}, { validator: '{"$jsonSchema":{"required":["a"]}}', note: "{not json" })).toBe('options was {}, is {"validator":{"$jsonSchema":{"required":["a"]}},"note":"{not json"}');
});
