import { describe, expect, it } from "vitest";
import type { Plan, PlanNode } from "../../../../../src/core/plan/plan.ts";
import { corpus, nodesOf, planOf, planText, readPlan } from "./corpus.ts";

/** What the averages of the server hide: half of its last digit, for each loop. */
const rounding = (plan: Plan): number => nodesOf(plan.root).reduce((sum, node) => sum + (node.actual?.loops ?? 0) * 0.0005, 0.001);
const sum = (plan: Plan): number => nodesOf(plan.root).reduce((total, node) => total + (node.actual?.exclusiveMs ?? 0), 0);
const named = (plan: Plan, operation: string, role?: string): PlanNode => nodesOf(plan.root).find((node) => node.operation === operation && (role === undefined || node.role === role)) ?? expect.fail(`There is no ${operation}.`);

describe("the time of each node alone", () => {
  const timed = corpus.filter((name) => readPlan(name).root.actual?.ms !== undefined);
  it.each(timed)("%s: all nodes together give the whole, and none is negative", (name) => {
    const plan = readPlan(name);
    const afterwards = nodesOf(plan.root).filter((node) => node.kind === "write" && node.role?.startsWith("CTE ") === true).reduce((total, node) => total + (node.actual?.ms ?? 0), 0);
    expect(sum(plan)).toBeGreaterThanOrEqual(plan.root.actual!.ms! - 0.001);
    expect(sum(plan)).toBeLessThanOrEqual(plan.root.actual!.ms! + afterwards + 0.001);
    if (plan.executionMs !== undefined) expect(sum(plan)).toBeLessThanOrEqual(plan.executionMs + 0.01);
    for (const node of nodesOf(plan.root)) expect(node.actual?.exclusiveMs ?? 0).toBeGreaterThanOrEqual(0);
  });

  const plain = timed.filter((name) => nodesOf(readPlan(name).root).every((node) => node.role === undefined && node.kind !== "gather"));
  it.each(plain)("%s: is its time without that of its children", (name) => {
    const plan = readPlan(name);
    for (const node of nodesOf(plan.root)) {
      const left = node.actual!.ms! - node.children.reduce((total, child) => total + child.actual!.ms!, 0);
      expect(Math.abs(node.actual!.exclusiveMs! - left)).toBeLessThanOrEqual(rounding(plan));
    }
  });

  it("divides what several processes did at once by their number", () => {
    const plan = readPlan("parallel-aggregate.15.txt");
    const scan = named(plan, "Parallel Seq Scan");
    expect(scan.actual).toMatchObject({ loops: 3, rows: 300000 });
    const each = /Parallel Seq Scan on orders .*actual time=[\d.]+\.\.([\d.]+)/.exec(planText("parallel-aggregate.15.txt"))![1]!;
    expect(scan.actual!.ms).toBeCloseTo(Number(each), 6);
    const looped = nodesOf(readPlan("parallel-loops.18.txt").root).find((node) => node.operation === "Index Scan")!;
    expect(looped.actual!.loops).toBeGreaterThan(1000);
    expect(looped.actual!.ms).toBeLessThan(readPlan("parallel-loops.18.txt").root.actual!.ms!);
  });

  it("counts a CTE that is read twice once, where it is computed", () => {
    const plan = readPlan("cte-twice.18.json");
    const computed = nodesOf(plan.root).find((node) => node.role === "CTE totals")!;
    const inside = nodesOf(computed).reduce((total, node) => total + node.actual!.exclusiveMs!, 0);
    expect(inside).toBeCloseTo(computed.actual!.ms!, 1);
    const readers = nodesOf(plan.root).filter((node) => node.operation === "CTE Scan");
    expect(readers).toHaveLength(2);
    expect(readers.reduce((total, node) => total + node.actual!.exclusiveMs!, 0)).toBeCloseTo(readers.reduce((total, node) => total + node.actual!.ms!, 0) - computed.actual!.ms!, 1);
  });

  it("takes an InitPlan from the node that needs its value, not from the one that shows it", () => {
    for (const name of ["initplan-costly.15.txt", "initplan-costly.18.json", "initplan-parallel.15.txt", "initplan-parallel.18.json"]) {
      const plan = readPlan(name);
      const initPlan = nodesOf(plan.root).find((node) => node.role?.startsWith("InitPlan") === true)!;
      const inside = nodesOf(initPlan).reduce((total, node) => total + node.actual!.exclusiveMs!, 0);
      expect(inside).toBeCloseTo(initPlan.actual!.ms!, 1);
    }
  });

  it("adds a change in a CTE that nobody reads, which runs after the root", () => {
    const plan = readPlan("cte-insert-unread.18.txt");
    expect(sum(plan)).toBeGreaterThan(plan.root.actual!.ms! * 2);
    expect(sum(plan)).toBeCloseTo(plan.executionMs!, 0);
  });

  it("gives a node that never ran nothing", () => {
    const never = nodesOf(readPlan("never-executed.18.json").root).filter((node) => node.actual?.loops === 0);
    expect(never.length).toBeGreaterThan(0);
    for (const node of never) expect(node.actual).toMatchObject({ rows: 0, ms: 0, exclusiveMs: 0 });
  });

  it("knows the rows and not the time where timing was off", () => {
    const plan = readPlan("without-timing.18.json");
    expect(plan.executed).toBe(true);
    expect(plan.root.actual).toEqual({ loops: 1, rows: 1, discarded: [] });
  });

  it("stands numbers that contradict each other", () => {
    const plan = planOf('[{"Plan": {"Node Type": "Limit", "Actual Loops": 1, "Actual Rows": 1, "Actual Total Time": 1, "Plans": [{"Node Type": "Seq Scan", "Actual Loops": 7, "Actual Rows": 1, "Actual Total Time": 3}]}}]');
    expect(sum(plan)).toBeCloseTo(1);
  });
});
