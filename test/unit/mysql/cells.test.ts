import { expect, test } from "vitest";
import { cellOf, type Field } from "../../../src/engines/mysql/cells.ts";
import { commandOf } from "../../../src/engines/mysql/command.ts";

const field = (columnType: number, more: Partial<Field> = {}): Field => ({ name: "c", columnType, characterSet: 63, encoding: "binary", flags: 0, columnLength: 11, ...more });
const text = (value: string): Buffer => Buffer.from(value, "utf8");

test("numbers are numbers where they are exact, else text", () => {
  expect(cellOf(text("42"), field(3))).toBe(42);
  expect(cellOf(text("9007199254740991"), field(8))).toBe(9007199254740991);
  expect(cellOf(text("9007199254740993"), field(8))).toBe("9007199254740993");
  expect(cellOf(text("1.50"), field(246))).toBe("1.50");
  expect(cellOf(text("-0"), field(5))).toBe("-0");
  expect(cellOf(text("1e-300"), field(5))).toBe(1e-300);
});

test("a 32-bit float in its binary form has no more digits than it needs", () => {
  expect(cellOf(Math.fround(0.1), field(4))).toBe(0.1);
  expect(cellOf(Math.fround(16777217), field(4))).toBe(16777216);
  expect(cellOf(3.4028234663852886e38, field(4))).toBe(3.4028235e38);
});

test("bytes, bits and texts are told apart", () => {
  expect(cellOf(Buffer.from([0, 255]), field(252))).toBe("\\x00ff");
  expect(cellOf(Buffer.from([2, 1]), field(16, { columnLength: 10 }))).toBe("1000000001");
  expect(cellOf(text("é"), field(253, { characterSet: 224, encoding: "utf8" }))).toBe("é");
  expect(cellOf(Buffer.from([0xe9]), field(253, { characterSet: 8, encoding: "latin1" }))).toBe("é");
  expect(cellOf(text("é"), field(253, { characterSet: 33, encoding: "cesu8" }))).toBe("é");
  expect(cellOf(Buffer.from([0xe9]), field(253, { characterSet: 99, encoding: "no such encoding" }))).toBe("\\xe9");
  expect(cellOf(null, field(3))).toBeNull();
});

test.each([
  ["select 1", "SELECT"], ["/*!40101 SET x = 1 */", "SET"], ["# c\n-- c\n/* c */ create table t (a int)", "CREATE TABLE"], ["(select 1)", "SELECT"], ["", ""], ["/*M!100100 ALTER TABLE t */", "ALTER TABLE"],
])("%s is called %s", (sql, command) => {
  expect(commandOf(sql)).toBe(command);
});
