import { describe, expect, it } from "vitest";
import type { PlanNode } from "../../../../../src/core/plan/plan.ts";
import { plans } from "../../../../../src/engines/postgresql/plans.ts";
import { corpus, nodesOf, planText, readPlan } from "./corpus.ts";

/** What two executions of one query have in common: all but times, memory, what was in the cache, who of the workers did it, and how a table grew by the first. */
function shape(node: PlanNode, grows = node.kind === "write"): unknown {
  const facts = Object.fromEntries(Object.entries(node.facts).filter(([key]) => !/^(?:Sort Space Used|Workers|WAL .*|Inner Unique|Exact Heap Blocks)$/.test(key)));
  return { operation: node.operation, kind: node.kind, role: node.role, relation: node.relation, index: node.index, estimate: grows ? Object.keys(node.estimate) : node.estimate, loops: node.actual?.loops, rows: node.actual?.rows, discarded: node.actual?.discarded, conditions: node.conditions, facts, children: node.children.map((child) => shape(child, grows)) };
}

describe("real plans of PostgreSQL 15 and 18", () => {
  it("are many", () => {
    expect(corpus.length).toBeGreaterThanOrEqual(200);
    expect(new Set(corpus.map((name) => name.split(".")[0])).size).toBeGreaterThanOrEqual(70);
  });

  it.each(corpus)("%s is read whole and told from other texts", (name) => {
    const text = planText(name);
    const plan = readPlan(name);
    expect(plan.notes).toEqual([]);
    expect(plan.raw).toBe(text);
    expect(nodesOf(plan.root).map((node) => node.id)).toEqual(nodesOf(plan.root).map((_, index) => index));
    expect(nodesOf(plan.root).every((node) => node.operation !== "Unknown" && (node.kind !== "other" || node.operation === "LockRows"))).toBe(true);
    if (!name.startsWith("without-costs")) expect(plans.looksLike(text)).toBe(true);
  });

  const jsonOf = (name: string): string => name.replace(/\.(15|18)\..*$/, ".$1.json");
  it.each(corpus.filter((name) => name.endsWith(".txt") && corpus.includes(jsonOf(name))))("%s reads to the same nodes as its JSON", (name) => {
    expect(shape(readPlan(name).root)).toEqual(shape(readPlan(jsonOf(name)).root));
  });
});
