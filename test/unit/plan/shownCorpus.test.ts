import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Dialect } from "../../../src/core/engineId.ts";
import type { Json } from "../../../src/core/json.ts";
import { flameSvg } from "../../../src/core/plan/flameSvg.ts";
import { planMarkdown } from "../../../src/core/plan/planMarkdown.ts";
import { planView } from "../../../src/core/plan/planView.ts";
import { loadEngine } from "../../../src/engines/load.ts";
import { readToExplain } from "../../../src/protocol/explain/messages.ts";
import { explainView } from "../../../src/vscode/explain/explainView.ts";

const root = path.resolve(import.meta.dirname, "../../plans");
const engines = readdirSync(root) as Dialect[];

describe.each(engines)("every real plan of %s", (dialect) => {
  it("is shown whole, is the same as itself, and is exported", async () => {
    const engine = await loadEngine(dialect);
    const files = readdirSync(path.join(root, dialect)).filter((name) => /\.(?:txt|json)$/.test(name));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const text = readFileSync(path.join(root, dialect, file), "utf8");
      const reading = engine.plans?.read(text, file.includes(".mariadb.") ? { dialect: "mariadb" } : {});
      if (reading === undefined || !("plan" in reading)) continue;
      const plan = JSON.parse(JSON.stringify(reading.plan)) as Json;
      const report = { command: "analyze-performance", status: "passed" as const, summary: "", findings: [], evidence: [], data: { plan, before: plan, diagnostics: [], suggestions: [] }, files: [], durationMs: 1 };
      const view = explainView({ report, at: new Date(), cwd: "/" }, { tokensOf: engine.queryTokens, mayComparePrevious: false });
      expect(readToExplain({ type: "show", view }), file).toBeDefined();
      expect(view.plan?.nodes.length, file).toBe(planView(reading.plan).nodes.length);
      expect(view.comparison?.pairs.every(({ state }) => state === "same"), file).toBe(true);
      expect(view.plan?.nodes.every(({ from, to, parent }) => from <= to && (parent < 0 || (from >= view.plan!.nodes[parent]!.from - 1e-9 && to <= view.plan!.nodes[parent]!.to + 1e-9))), file).toBe(true);
      expect(flameSvg(planView(reading.plan)), file).toContain("</svg>");
      expect(planMarkdown(planView(reading.plan), []), file).toContain("## Nodes");
    }
  });
});
