import { expect, test } from "vitest";
import { calledStatements } from "../../../src/core/workload/calls.ts";
import type { Script } from "../../../src/core/script/script.ts";

const script = (text: string): Script => ({ text, statements: [...text.matchAll(/select[^;]*/g)].map((found, index) => ({ index, start: found.index, end: found.index + found[0].length, text: found[0] })) });

test("how often a statement is called stands in the comment before it", () => {
  const calls = calledStatements(script("-- calls: 1,500\nselect 1;\nselect 2;\n-- calls: 3 -- calls: 7\nselect 3; /* calls = 9 */ select 4;")).map((one) => one.calls);
  expect(calls).toEqual([1500, 1, 7, 9]);
});

test("nonsense is one call", () => expect(calledStatements(script("-- calls: 0\nselect 1")).map((one) => one.calls)).toEqual([1]));
