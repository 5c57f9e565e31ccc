import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pieces } from "../../../src/core/script/script.ts";
import { analyse } from "../../../src/engines/mongodb/analyse.ts";
import { split } from "../../../src/engines/mongodb/split.ts";

const texts = (text: string): string[] => split(text).statements.map((statement) => statement.text);

describe("split", () => {
  it("gives one statement for each element of an array", () => {
    expect(texts('[\n  {"create": "a"}, // first\n  {"drop": "b",},\n]\n')).toEqual(['{"create": "a"}', '{"drop": "b",}']);
  });

  it("takes one document, documents after each other and documents by line", () => {
    expect(texts(' {"ping": 1} ')).toEqual(['{"ping": 1}']);
    expect(texts('{"ping": 1}\n{"ping": 2};{"ping": 3},{"ping": 4}')).toHaveLength(4);
  });

  it("ends a shell line at its break, at a semicolon, but not before .method", () => {
    expect(texts('db.a.find({\n a: 1 })\n  // sorted\n  .sort({a: 1})\ndb.b.drop(); show collections')).toEqual(['db.a.find({\n a: 1 })\n  // sorted\n  .sort({a: 1})', "db.b.drop()", "show collections"]);
  });

  it("does not count brackets in strings, comments and regular expressions", () => {
    expect(texts(`[{"a": "}]"}, {b: '{['}, {c: /[}/]{2}/} /* ]} */]`)).toEqual(['{"a": "}]"}', "{b: '{['}", "{c: /[}/]{2}/}"]);
  });

  it("is empty for blanks, comments and an empty array", () => {
    for (const text of ["", " \n\t", "// nothing\n/* at all */", "[]", "\uFEFF[ ]"]) expect(texts(text)).toEqual([]);
  });

  it("counts offsets in UTF-16 units", () => {
    const text = '[{"insert": "é😀", "documents": []}, {"drop": "😀"}]';
    const [first, second] = split(text).statements;
    expect([first?.start, second?.start]).toEqual([1, text.indexOf('{"drop"')]);
  });

  it("gives every text back in pieces, whatever it is", { timeout: 60_000 }, () => {
    const bit = fc.constantFrom("{", "}", "[", "]", "(", ")", ",", ";", ":", '"', "'", "`", "/", "//", "/*", "*/", "\\", "\n", "\r\n", " ", "db", ".", "a", "1", "-", "$x", "é", "😀", "\uFEFF", '{"a": 1}', "db.a.find({})");
    fc.assert(
      fc.property(fc.oneof(fc.array(bit, { maxLength: 40 }).map((bits) => bits.join("")), fc.string({ unit: "binary" })), (text) => {
        const script = split(text);
        expect(pieces(script).map((piece) => piece.text).join("")).toBe(text);
        expect(script.statements.every((statement, index) => statement.index === index && statement.text === text.slice(statement.start, statement.end) && statement.text.trim() !== "")).toBe(true);
        expect(analyse(script).problems.every(({ offset }) => offset >= 0 && offset <= text.length)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("finds each of the commands that were written down, in any spacing", () => {
    const space = fc.constantFrom("", " ", "\n", "/* , ] */", "// }\n");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.json(), space, space), { minLength: 1, maxLength: 8 }), (parts) => {
        const commands = parts.map(([json]) => `{"c": ${json}}`);
        const text = `[${parts.map(([, before, after], at) => `${before}${commands[at] ?? ""}${after}`).join(",")}]`;
        expect(texts(text)).toEqual(commands);
        expect(texts(commands.join("\n"))).toEqual(commands);
      }),
      { numRuns: 100 },
    );
  });

  it("is done with a deep, a long and a broken text", () => {
    expect(texts("[".repeat(50_000))).toHaveLength(1);
    expect(texts(`{"a": "${"x".repeat(2_000_000)}"}`)).toHaveLength(1);
    expect(texts(`{"a": "${"x".repeat(2_000_000)}`)).toHaveLength(1);
    expect(texts("/[".repeat(2000))).toHaveLength(1);
    expect(analyse(split(`{"a": ${"[".repeat(50_000)}`)).problems[0]?.message).toMatch(/nested 100 deep/);
  });
});
