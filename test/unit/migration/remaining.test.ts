import { expect, test } from "vitest";
import { remaining } from "../../../src/core/migration/remaining.ts";
import { planRun } from "../../../src/core/migration/runnable.ts";
import { loadEngine } from "../../../src/engines/load.ts";

const text = "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);\nINSERT INTO a VALUES (2);\nALTER TABLE a ADD b int;\n";
const plan = planRun(await loadEngine("mysql"), { file: "a.sql", fileText: text, text, start: 0, end: text.length }, false);

test("DDL that commits by itself stands alone, what lies between shares a transaction", () => {
  expect(plan.steps.map((step) => [step.transactional, step.statements.length])).toEqual([[false, 1], [true, 2], [false, 1]]);
});

test.each([
  [0, [1, 2, 1]],
  [1, [2, 1]],
  [2, [1, 1]],
  [4, []],
])("from statement %i on", (from, steps) => {
  const left = remaining(plan, from);
  expect(left.steps.map((step) => step.statements.length)).toEqual(steps);
  expect(left.statements).toEqual(plan.statements.slice(from));
});

test("a server that does not know what a script uses refuses it before it runs, at its place", async () => {
  const engine = await loadEngine("mysql");
  const returning = "CREATE TABLE t (id int);\nINSERT INTO t VALUES (1) RETURNING id;\n";
  const source = { file: "a.sql", fileText: returning, text: returning, start: 0, end: returning.length };
  expect(planRun(engine, source, false).refusals).toEqual([]);
  expect(planRun(engine, source, false, { dialect: "mysql", versionNumber: 90_700 }).refusals).toMatchObject([{ reason: "dialect", range: { start: { line: 1, character: 25 }, end: { line: 1, character: 34 } } }]);
});
