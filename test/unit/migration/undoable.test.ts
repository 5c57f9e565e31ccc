import { expect, test } from "vitest";
import { notUndoable } from "../../../src/core/migration/undoable.ts";
import { planRun } from "../../../src/core/migration/runnable.ts";
import { loadEngine } from "../../../src/engines/load.ts";
import { catalogOf, tableOf } from "../snapshot/catalogs.ts";

const before = catalogOf({ tables: [tableOf("orders", ["id!"]), tableOf("Odd Name", ["id!"])] });

test.each([
  ["CREATE TABLE fresh (id int)", []],
  ["INSERT INTO fresh VALUES (1)", []],
  ["INSERT INTO orders SELECT 1", ["INSERT at line 1 changed rows of public.orders"]],
  ['UPDATE ONLY public."Odd Name" SET id = 1 WHERE id = 2', ["UPDATE at line 1 changed rows of public.Odd Name"]],
  ["DELETE FROM orders WHERE id = 1", ["DELETE at line 1 changed rows of public.orders"]],
  ["DELETE FROM orders", []],
  ["DO $$ BEGIN NULL; END $$", ["DO at line 1 may have changed rows"]],
])("%s", async (text, expected) => {
  const engine = await loadEngine("postgresql");
  const plan = planRun(engine, { file: "a.sql", fileText: text, text, start: 0, end: text.length }, false);
  expect(notUndoable(plan.statements, before)).toEqual(expected);
});
