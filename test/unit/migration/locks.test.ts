import { expect, test } from "vitest";
import { blocks, lockName } from "../../../src/core/migration/dryRun/findings/locks.ts";

test("locks by the documentation's names, and whom they keep waiting", () => {
  expect(["AccessExclusiveLock", "ShareUpdateExclusiveLock", "ShareLock", "RowExclusiveLock", "ACCESS EXCLUSIVE"].map(lockName)).toEqual(["ACCESS EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE", "ROW EXCLUSIVE", "ACCESS EXCLUSIVE"]);
  expect(["AccessExclusiveLock", "ShareRowExclusiveLock", "ShareLock", "RowExclusiveLock"].map(blocks)).toEqual(["reads and writes", "writes", "writes", ""]);
});
