import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { explainText } from "../../../../src/engines/mongodb/plan/explainText.ts";

const folder = path.resolve(import.meta.dirname, "../../../plans/mongodb");
/** A comment keeps the platform's own parser away. */
const byHand = (text: string) => explainText(`${text}\n// read by hand`);

describe("strict JSON is read as the parser of mongosh's output reads it", () => {
  test("every plan of the corpus", () => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
    expect(files.length).toBeGreaterThan(40);
    for (const name of files) {
      const text = readFileSync(path.join(folder, name), "utf8");
      expect(explainText(text), name).toEqual(byHand(text));
    }
  });

  test.each(['{"a": {"$numberLong": "5"}, "b": {"$numberInt": "6", "c": 1}}', '{"a": {"$date": {"$numberLong": "1"}}}', '{"a": -0, "b": 1e400, "c": "\\u00e9\\n", "a": 2}', '{"__proto__": {"a": 1}}', "[1, {\"a\": null}]", "[1]", '{"$numberLong": "5"}'])("%s", (text) => {
    expect(explainText(text)).toEqual(byHand(text));
  });

  test("what is nested too deep is refused with its place", () => {
    const deep = (levels: number) => `${'{"a": '.repeat(levels)}1${"}".repeat(levels)}`;
    expect(explainText(deep(100))).toHaveProperty("document");
    expect(explainText(deep(101))).toEqual({ reason: "Documents may be nested 100 deep, this one is deeper.", at: 606 });
    expect(explainText(deep(101))).toEqual(byHand(deep(101)));
  });
});
