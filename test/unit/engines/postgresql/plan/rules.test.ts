import { describe, expect, it } from "vitest";
import { diagnose } from "../../../../../src/core/plan/diagnose.ts";
import type { PlanDiagnostic } from "../../../../../src/core/plan/planRule.ts";
import { plans } from "../../../../../src/engines/postgresql/plans.ts";
import { catalog } from "./catalog.ts";
import { readPlan } from "./corpus.ts";
import { seenIn } from "./seenIn.ts";

const diagnosed = (name: string, known = catalog): readonly PlanDiagnostic[] => diagnose(readPlan(name), plans.rules, known);
const only = (name: string, rule: string): PlanDiagnostic => diagnosed(name).find((one) => one.rule === rule) ?? expect.fail(`${rule} was not seen in ${name}.`);

describe("what is seen in real plans", () => {
  const ids = plans.rules.map((rule) => rule.id);

  it("has a plan where it is seen and one where it must not be, for every rule", () => {
    expect(seenIn.map(({ rule }) => rule).sort()).toEqual([...ids].sort());
    expect(ids.length).toBeGreaterThanOrEqual(44);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { shown, silent } of seenIn) expect(Math.min(shown.length, silent.length)).toBeGreaterThan(0);
  });

  it.each(seenIn.flatMap(({ rule, shown }) => shown.map((name) => ({ rule, name }))))("$rule is seen in $name, with numbers", ({ rule, name }) => {
    const found = diagnosed(name).filter((one) => one.rule === rule);
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) {
      expect(one.saw).toMatch(/\d|off|two/i);
      expect(one.matters).toMatch(/[.]$/);
      expect(`${one.saw}${one.matters}${one.advice ?? ""}`).not.toMatch(/undefined|NaN|Infinity/);
    }
  });

  it.each(seenIn.flatMap(({ rule, silent }) => silent.map((name) => ({ rule, name }))))("$rule is not seen in $name", ({ rule, name }) => {
    expect(diagnosed(name).filter((one) => one.rule === rule)).toEqual([]);
  });

  it.each(["tiny-lookup.15.txt", "tiny-lookup.18.json", "array-lookup.15.txt", "tid-scan.18.json", "empty-array.15.txt", "lock-one.15.txt"])("warns of nothing in %s, which takes no time", (name) => {
    expect(diagnosed(name).filter((one) => one.severity !== "info" || one.share !== undefined)).toEqual([]);
  });
});

describe("advice", () => {
  it("is to increase hash_mem_multiplier, never to lower it", () => {
    const { advice, saw, sql } = only("hash-batches.15.txt", "plan/hash-on-disk");
    expect(saw).toMatch(/\b64 batches\b/);
    expect(advice).toMatch(/increase hash_mem_multiplier/);
    expect(`${advice}`).not.toMatch(/decreas|lower|reduc/);
    expect(sql).toBe("SET LOCAL work_mem = '16MB'");
  });

  it("tells lossy pages from rows that an index cannot tell apart", () => {
    expect(only("bitmap-lossy.15.txt", "plan/lossy-bitmap").saw).toMatch(/3109 of 4000 pages \(78 %\)/);
    expect(only("trigram-short.15.txt", "plan/recheck-discards").saw).toMatch(/100,000 rows, of which 78,189 rows \(78 %\)/);
  });

  it("names the table whose foreign key has no index only where the catalog tells", () => {
    const rule = "plan/trigger-share";
    expect(only("delete-cascade.15.txt", rule).advice).toMatch(/^children has no index that begins with the columns/);
    const blind = diagnose(readPlan("delete-cascade.15.txt"), plans.rules).find((one) => one.rule === rule)!;
    expect(blind.advice).toMatch(/^Check that/);
  });

  it("says nothing of policies and statistics without the catalog", () => {
    for (const name of ["rls-function.15.txt", "stale-statistics.15.txt"]) {
      const rules = diagnose(readPlan(name), plans.rules).map((one) => one.rule);
      expect(rules).not.toContain("plan/row-security-cost");
      expect(rules).not.toContain("plan/stale-statistics");
    }
  });

  it("tells what a policy costs a row", () => {
    expect(only("rls-function.15.txt", "plan/row-security-cost").saw).toMatch(/documents_read of documents was worked out for 100,000 rows: may_read\(\), .* µs a row/);
  });

  it("tells of all partitions at once", () => {
    const found = diagnosed("partitions-unpruned.15.txt").filter((one) => one.rule === "plan/column-wrapped");
    expect(found).toHaveLength(1);
    expect(found[0]!.saw).toMatch(/The same is so of 5 more/);
  });

  it("finds the first wrong node, and not those that inherit the error", () => {
    const found = diagnosed("correlated-columns.15.txt").filter((one) => one.rule === "plan/estimate-off");
    expect(found).toHaveLength(1);
    expect(found[0]!.saw).toMatch(/on customers was expected to give 1 row and gave 250 rows: over 100 times more/);
    expect(found[0]!.matters).toMatch(/one node above it inherits/);
  });

  it("is sorted with the worst first", () => {
    const weights = diagnosed("hash-batches.15.txt").map((one) => (one.severity === "warning" ? 1 : 0));
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });
});
