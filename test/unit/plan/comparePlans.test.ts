import { describe, expect, it } from "vitest";
import { comparePlans } from "../../../src/core/plan/comparePlans.ts";
import type { PlanNode } from "../../../src/core/plan/plan.ts";
import { fast, manyNodes, planOf, sketch, slow } from "../../webview/plans.ts";

const scan = (name: string, more: Parameters<typeof sketch>[1] = {}): PlanNode => sketch("Seq Scan", { kind: "scan", on: { name }, ...more });
const pairs = (before: PlanNode, after: PlanNode): string[] =>
  comparePlans(planOf(before), planOf(after)).pairs.map(({ before: old, after: now, state }) => `${state}: ${old === undefined ? "-" : `${old.operation} ${old.relation?.name ?? ""}`.trim()} > ${now === undefined ? "-" : `${now.operation} ${now.relation?.name ?? ""}`.trim()}`);

describe("two plans of one query", () => {
  it("are told in totals, in words and with what is better", () => {
    const { words, totals } = comparePlans(slow, fast);
    expect(words).toBe("Execution time: 795 ms before, 106 ms after, 7.5 times faster. Of the nodes 1 is done in another way.");
    expect(totals.map(({ name, before, after, words: change, good }) => [name, before, after, change, good].join(" | "))).toEqual([
      "Execution time | 795 ms | 106 ms | 7.5 times faster | better",
      "Planning time | 0.412 ms | 0.412 ms | the same | same",
      "Estimated cost | 9,120 | 9,120 | the same | same",
      "Rows thrown away | 941,800 | 0 | less; none is left | better",
      "Found in the cache | 32.8 MB | 7.03 MB | 4.7 times less | better",
      "Read from disk | 71.1 MB | 960 KB | 76 times less | better",
      "Rows of the result | 10 | 10 | the same | same",
    ]);
  });

  it("name what a scan became and by how much it changed", () => {
    const changed = comparePlans(slow, fast).pairs.filter(({ state }) => state === "changed");
    expect(changed.map(({ words, change }) => [words, change])).toEqual([["Seq Scan on shop.orders o became Index Scan on shop.orders o using orders_status_placed_on; time: 17 times faster; blocks: 14 times less", "17 times faster"]]);
  });

  it("of which one was not executed are not compared in times", () => {
    const planned = planOf(scan("a", { cost: 10, expected: 1 }));
    expect(comparePlans(planned, planOf(scan("a", { cost: 20, expected: 1, loops: 1, rows: 1, ms: 5 }))).words).toMatch(/^Estimated cost: 10 before, 20 after, 2 times more\..*The plan after was executed and the other was not/);
  });

  it("that give different rows say so", () => {
    const of = (rows: number) => planOf(scan("a", { loops: 1, rows, ms: 5 }));
    expect(comparePlans(of(5), of(7)).words).toMatch(/different numbers of rows/);
  });
});

describe("nodes are matched", () => {
  it("over another join method that swaps its sides", () => {
    expect(pairs(
      sketch("Hash Join", { kind: "join", below: [scan("orders"), sketch("Hash", { kind: "hash", below: [scan("customers")] })] }),
      sketch("Nested Loop", { kind: "join", below: [scan("customers"), sketch("Index Scan", { kind: "lookup", on: { name: "orders" }, index: "i" })] }),
    )).toEqual(["changed: Hash Join > Nested Loop", "same: Seq Scan customers > Seq Scan customers", "changed: Seq Scan orders > Index Scan orders", "gone: Hash > -"]);
  });

  it("where a step above them is gone or new", () => {
    const below = scan("orders");
    expect(pairs(sketch("Sort", { kind: "sort", below: [below] }), below)).toEqual(["gone: Sort > -", "same: Seq Scan orders > Seq Scan orders"]);
    expect(pairs(below, sketch("Gather", { kind: "gather", below: [below] }))).toEqual(["new: - > Gather", "same: Seq Scan orders > Seq Scan orders"]);
  });

  it("though a policy adds a subplan for one of two roles", () => {
    const policy = scan("members", { role: "SubPlan 1" });
    expect(pairs(scan("notes"), scan("notes", { below: [policy] }))).toEqual(["same: Seq Scan notes > Seq Scan notes", "new: - > Seq Scan members"]);
  });

  it("each once, also in plans of thousands", () => {
    const { pairs: all } = comparePlans(manyNodes(5_000), manyNodes(4_000));
    expect(all.filter(({ after }) => after !== undefined)).toHaveLength(4_000);
    expect(all.filter(({ before }) => before !== undefined)).toHaveLength(5_000);
    expect(all.filter(({ state }) => state === "gone")).toHaveLength(1_000);
  });
});
