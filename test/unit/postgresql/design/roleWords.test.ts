import { expect, test } from "vitest";
import { rankRoles } from "../../../../src/engines/postgresql/access/design/roleWords.ts";

test("members read, those who may write write, those who administer remove", () => {
  expect(rankRoles(["viewer", "editor", "admin", "owner"])).toEqual({ read: ["viewer", "editor", "admin", "owner"], write: ["editor", "admin", "owner"], admin: ["admin", "owner"], unranked: [] });
});

test("a word without a rank may read only, and is told", () => {
  expect(rankRoles(["admin", "wizard"])).toEqual({ read: ["admin", "wizard"], write: ["admin"], admin: ["admin"], unranked: ["wizard"] });
});

test("no difference is made where nobody administers", () => {
  expect(rankRoles(["gold", "silver"])).toBeNull();
  expect(rankRoles([])).toBeNull();
});
