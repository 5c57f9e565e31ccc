import { describe, expect, it } from "vitest";
import { flameSpans } from "../../../src/core/plan/flame.ts";
import { flameSvg } from "../../../src/core/plan/flameSvg.ts";
import { estimateFactor } from "../../../src/core/plan/nodeNumbers.ts";
import { bytesText, changeText, countText, factorText, msText, percentText } from "../../../src/core/plan/planNumbers.ts";
import { planMarkdown } from "../../../src/core/plan/planMarkdown.ts";
import { planView } from "../../../src/core/plan/planView.ts";
import { planStatistics } from "../../../src/core/plan/statistics.ts";
import { treeSvg } from "../../../src/core/plan/treeSvg.ts";
import { offsetNow } from "../../../src/vscode/explain/origins.ts";
import { hostile } from "../../webview/audits.ts";
import { diagnostics, hostilePlan, manyNodes, planOf, sketch, slow } from "../../webview/plans.ts";

describe("numbers", () => {
  it("have as many digits as say something", () => {
    expect([0, 0.0421, 0.5, 12.345, 999.6, 1234, 200_000].map(msText)).toEqual(["0 ms", "0.0421 ms", "0.5 ms", "12.3 ms", "1,000 ms", "1.23 s", "3 min 20 s"]);
    expect([0, 0.25, 12, 1234, 12_345_678, 3e10].map(countText)).toEqual(["0", "0.25", "12", "1,234", "12.3 million", "30 billion"]);
    expect([100, 2048, 5_000_000].map(bytesText)).toEqual(["100 B", "2 KB", "4.77 MB"]);
    expect([0, 0.004, 0.5, 1].map(percentText)).toEqual(["0 %", "under 1 %", "50 %", "100 %"]);
  });

  it("tell a difference in words", () => {
    expect([[10, 10], [10, 5], [10, 9], [10, 14], [0, 5], [5, 0]].map(([before, after]) => changeText(before!, after!))).toEqual(["the same", "2 times less", "10 % less", "40 % more", "more; it was 0", "less; none is left"]);
    expect([120, 1, 0.25].map(factorText)).toEqual(["120 times too few", "right", "4 times too many"]);
  });

  it("compare rows of one run with what was expected of one run", () => {
    expect(estimateFactor(sketch("Index Scan", { rows: 500, loops: 100, expected: 1 }))).toBe(5);
    expect(estimateFactor(sketch("Index Scan", { rows: 0, loops: 0, expected: 1 }))).toBeUndefined();
  });
});

describe("a flame graph", () => {
  it("holds every child in its parent, also where a child's number exceeds it", () => {
    const plan = planOf(sketch("A", { own: 1, loops: 1, ms: 2, below: [sketch("B", { own: 5, loops: 1, ms: 5 }), sketch("C", { own: 4, loops: 1, ms: 4, below: [sketch("D", { own: 0, loops: 1, ms: 0 })] })] }));
    const spans = flameSpans(plan.root, (node) => node.actual?.exclusiveMs);
    expect([0, 1, 2, 3].map((id) => spans.get(id))).toEqual([{ from: 0, to: 1 }, { from: 0, to: 0.5 }, { from: 0.5, to: 0.9 }, { from: 0.5, to: 0.5 }]);
  });

  it("gives every leaf the same where nothing is known", () => {
    const plan = planOf(sketch("A", { below: [sketch("B", {}), sketch("C", {})] }));
    expect(flameSpans(plan.root, () => undefined).get(2)).toEqual({ from: 0.5, to: 1 });
  });
});

describe("statistics", () => {
  it("add up what is alike, without counting anything twice", () => {
    const { relations, operations, indexes } = planStatistics(planView(slow));
    expect(relations.map(({ name, nodes, exclusiveMs, discarded }) => [name, nodes, exclusiveMs, discarded])).toEqual([["shop.orders", 1, 701.3, 941_800], ["shop.customers", 1, 28.2, 0]]);
    expect(operations[0]).toMatchObject({ name: "Seq Scan", nodes: 2, rows: 62_200 });
    expect(operations.reduce((sum, { share }) => sum + share!, 0)).toBeCloseTo(1, 10);
    expect(operations.reduce((sum, { bytes }) => sum + bytes!, 0)).toBe((4200 + 9100) * 8192);
    expect(indexes).toEqual([]);
  });
});

describe("exports", () => {
  const sharp = /<(?!\/?(?:svg|title|rect|text|g)\b)/;

  it("as SVG hold every node and nothing that a name could bring", () => {
    for (const render of [treeSvg, flameSvg]) {
      const svg = render(planView(slow));
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      expect(svg.match(/<g>/g)).toHaveLength(planView(slow).nodes.length);
      const bad = render(planView(hostilePlan));
      expect(bad).not.toMatch(sharp);
      expect(bad).not.toMatch(/[\u001b\u202e]|<[^>]* on\w+=/);
    }
  });

  it("as SVG draw a plan of a thousand nodes", () => {
    expect(treeSvg(planView(manyNodes(1_000))).match(/<g>/g)).toHaveLength(1_000);
  });

  it("as Markdown tell findings, plan, numbers and query, names as text", () => {
    const text = planMarkdown(planView(slow), diagnostics);
    expect(text).toContain("## Findings");
    expect(text).toContain("CREATE INDEX CONCURRENTLY ON shop.orders (status, placed_on);");
    expect(text).toContain("| Seq Scan on shop.orders o | 88 % | 701 ms | 58,200 rows | 1,420 times too few |");
    expect(text).toContain("```sql\nSELECT c.name");
    const bad = planMarkdown(planView(hostilePlan), [{ ...diagnostics[0]!, saw: hostile.image }]);
    expect(bad.replace(/^(`{3,})[^]*?^\1$/gm, "")).not.toContain("<img");
  });
});

describe("a query in its document", () => {
  it("is found where it stood, else at the nearest place, else not", () => {
    const query = "SELECT 1";
    expect(offsetNow("-- a\nSELECT 1;\nSELECT 1;", query, 15)).toBe(15);
    expect(offsetNow("-- a longer comment\nSELECT 1;", query, 5)).toBe(20);
    expect(offsetNow("SELECT 1;\n\n\nSELECT 1;", query, 11)).toBe(12);
    expect(offsetNow("SELECT 2;", query, 0)).toBeUndefined();
  });
});
