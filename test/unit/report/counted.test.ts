import { expect, test } from "vitest";
import { counted } from "../../../src/core/counted.ts";

test.each([[1, "fix", "1 fix"], [2, "fix", "2 fixes"], [3, "identity", "3 identities"], [2, "key", "2 keys"], [2, "index", "2 indexes"], [1234, "statement", "1,234 statements"], [0, "branch", "0 branches"], [2, "primary key", "2 primary keys"]])("%d %s", (count, one, told) => {
  expect(counted(count, one)).toBe(told);
});
