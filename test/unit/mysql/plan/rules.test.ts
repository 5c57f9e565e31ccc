import { describe, expect, test } from "vitest";
import type { Catalog } from "../../../../src/core/catalog/catalog.ts";
import { diagnose } from "../../../../src/core/plan/diagnose.ts";
import type { PlanDiagnostic } from "../../../../src/core/plan/planRule.ts";
import { loadMysql } from "../../../../src/engines/mysql/engine.ts";
import { planRules } from "../../../../src/engines/mysql/plan/rules.ts";
import { examples } from "./examples.ts";
import { nodesOf, planFiles, planOf } from "./fixtures.ts";
import { shop } from "./shop.ts";

const seenIn = (file: string, catalog?: Catalog): readonly PlanDiagnostic[] => diagnose(planOf(file), planRules, catalog);

describe("what is seen in plans", () => {
  for (const { rule, seen, alike, catalog } of examples) {
    test(`plan/${rule}${catalog === true ? ", with the tables known" : ""}`, () => {
      const rulesIn = (file: string): readonly string[] => seenIn(file, catalog === true ? shop : undefined).map((one) => one.rule);
      for (const file of seen) expect(rulesIn(file), file).toContain(`plan/${rule}`);
      for (const file of alike) expect(rulesIn(file), file).not.toContain(`plan/${rule}`);
    });
  }

  test("every rule has plans that it speaks of and plans that it leaves alone", () => {
    const own = planRules.filter(({ id }) => examples.some(({ rule }) => id === `plan/${rule}`));
    expect(own.length).toBeGreaterThanOrEqual(30);
    expect(examples.every(({ seen, alike }) => seen.length > 0 && alike.length > 0)).toBe(true);
    expect(new Set(planRules.map(({ id }) => id)).size).toBe(planRules.length);
  });

  test("nobody is warned of a plan that takes less than a millisecond", () => {
    const light = planFiles.filter((file) => (planOf(file).root.actual?.ms ?? 9) < 1);
    expect(light.length).toBeGreaterThan(20);
    for (const file of light) expect(seenIn(file).filter(({ rule, severity }) => severity !== "info" || rule !== "plan/empty-by-planning"), file).toEqual([]);
  });

  test("what is told names nodes, shares and numbers of the plan", () => {
    for (const file of planFiles) {
      const ids = nodesOf(planOf(file).root).map((node) => node.id);
      for (const one of seenIn(file)) {
        if (one.node !== undefined) expect(ids, file).toContain(one.node);
        if (one.share !== undefined) expect(one.share >= 0 && one.share <= 1, `${file} ${one.rule}`).toBe(true);
        for (const text of [one.saw, one.matters, one.advice ?? ""]) expect(text, file).not.toMatch(/undefined|NaN|Infinity|  /);
        expect(one.saw, file).toMatch(/\.$/);
      }
    }
  });

  test("every statement that is offered is one that the engine reads", async () => {
    const engine = await loadMysql("mysql");
    const offered = new Set(planFiles.flatMap((file) => seenIn(file).flatMap(({ sql }) => sql ?? [])));
    expect(offered.size).toBeGreaterThan(10);
    for (const sql of offered) {
      const facts = engine.analyse(engine.split(sql));
      expect([facts.problems.length, facts.statements.length], sql).toEqual([0, 1]);
    }
  });

  test("an index that is there already is not offered, nor one on a text without a length", () => {
    const offered = planFiles.flatMap((file) => seenIn(file, shop).flatMap(({ sql }) => sql ?? []));
    for (const taken of ["(`placed_at`)", "(`email`)", "(`country`, `note`)", "`purchase` (`customer_id`)"]) expect(offered.filter((sql) => sql.includes(taken)), taken).toEqual([]);
  });
});
