import { describe, expect, it } from "vitest";
import { nounsOf } from "../../../src/core/nouns.ts";
import { tellDestruction } from "../../../src/core/script/destructionWords.ts";
import { previewOf } from "../../../src/vscode/reports/previewText.ts";

describe("words", () => {
  it("are those of the engine", () => {
    expect(tellDestruction({ object: "orders", how: "truncate", rows: 1 }, nounsOf("mongodb"))).toBe("orders: all its documents are deleted, 1 document is lost");
    expect(tellDestruction({ object: "orders.note", how: "dropColumn", rows: 2500 }, nounsOf("mariadb"))).toBe("orders.note: the column is dropped, 2,500 rows are lost");
    expect(nounsOf("constructor")).toBe(nounsOf(undefined));
  });
});

describe("a preview", () => {
  it("of commands is the array that a migration holds", () => {
    const { text, extension } = previewOf(['{"create": "a"}', '{\n  "drop": "b"\n}']);
    expect([JSON.parse(text), extension]).toEqual([[{ create: "a" }, { drop: "b" }], "json"]);
  });

  it("of SQL ends each statement once", () => {
    expect(previewOf(["DROP TABLE a;", "SELECT 1 "])).toEqual({ text: "DROP TABLE a;\n\nSELECT 1;\n", extension: "sql" });
  });
});
