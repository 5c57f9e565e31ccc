import { expect, test } from "vitest";
import { madeUp } from "../../../../src/engines/mysql/access/values.ts";

test("a made-up text is a name where it becomes a part of a statement, and fits its column", () => {
  for (let round = 0; round < 200; round += 1) expect(madeUp("text")).toMatch(/^'[a-z]{16}'$/);
  expect(madeUp("varchar(3)")).toMatch(/^'[a-z]{3}'$/);
  expect(madeUp("char(40)")).toMatch(/^'[a-z]{16}'$/);
});
