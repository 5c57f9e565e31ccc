import { expect, test } from "vitest";
import { defaultMode } from "../../../src/engines/mysql/scan/sqlMode.ts";
import { errorOffset } from "../../../src/engines/mysql/errorOffset.ts";

const reading = { flavour: "mysql", version: 90704, mode: defaultMode } as const;
const at = (errno: number, message: string, text: string): string | undefined => {
  const offset = errorOffset(errno, message, text, reading);
  return offset === undefined ? undefined : text.slice(offset);
};
const near = (rest: string, line = 1): string => `You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near '${rest}' at line ${line}`;

test("the rest of the statement stands at its line", () => {
  expect(at(1064, near("x y", 3), "x y\nx y\nx y")).toBe("x y");
  expect(at(1064, near("form t"), "SELECT '😀' form t")).toBe("form t");
  expect(at(1064, near(""), "SELECT (\n  1 ; \n")).toBe(" ; \n");
});

test("characters that the server cannot write do not hide the place", () => {
  expect(at(1064, near("frm '?' x"), "SELECT 1 frm '😀' x")).toBe("frm '😀' x");
});

test("a name is found as a name, not in a text or a comment, with or without its table", () => {
  expect(at(1054, "Unknown column 'gone' in 'field list'", "SELECT 'gone', /* gone */ `gone` FROM t")).toBe("`gone` FROM t");
  expect(at(1054, "Unknown column 't.gone' in 'where clause'", "SELECT gone.x FROM t WHERE t . gone = 1")).toBe("t . gone = 1");
  expect(at(1146, "Table 'shop.Missing' doesn't exist", "SELECT * FROM Missing m")).toBe("Missing m");
  expect(at(1091, "Can't DROP 'k'; check that column/key exists", "ALTER TABLE t DROP KEY k")).toBe("k");
  expect(at(1305, "PROCEDURE shop.p does not exist", "CALL shop.p(1)")).toBe("shop.p(1)");
  expect(at(1366, "Incorrect string value: 'x' for column `shop`.`t`.`c` at row 1", "INSERT INTO t (c) VALUES ('x')")).toBeUndefined();
});

test("of two equal names the second is too many", () => {
  expect(at(1060, "Duplicate column name 'a'", "CREATE TABLE t (a int, b int, a int)")).toBe("a int)");
});

test("a message without a place gives none", () => {
  expect(at(1205, "Lock wait timeout exceeded; try restarting transaction", "UPDATE t SET a = 1")).toBeUndefined();
});
