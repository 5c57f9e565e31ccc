import { escapeMarkdown, fence } from "../report/render/markdown.ts";
import type { PlanComparison } from "./comparePlans.ts";
import { drawPlan } from "./draw.ts";
import { drawnRows } from "./drawnRows.ts";
import { factorText } from "./planNumbers.ts";
import { estimateFactor } from "./nodeNumbers.ts";
import type { PlanDiagnostic } from "./planRule.ts";
import { planTitle } from "./planTitle.ts";
import type { PlanView } from "./planView.ts";

/** A plan to read and to paste: what was seen, the tree, every node's numbers, the query, and what it was compared with. */
export function planMarkdown(view: PlanView, diagnostics: readonly PlanDiagnostic[], comparison?: PlanComparison): string {
  const { plan } = view;
  const parts = [
    `# ${escapeMarkdown(planTitle(plan))}`,
    ...(comparison === undefined ? [] : ["## Compared", escapeMarkdown(comparison.words), table(["", "Before", "After", "Change"], comparison.totals.map(({ name, before, after, words }) => [name, before, after, words]))]),
    ...(diagnostics.length === 0 ? [] : ["## Findings", ...diagnostics.map(({ severity, rule, saw, matters, advice, sql }) => [`- **${severity}** \`${rule}\`: ${escapeMarkdown([saw, matters, advice ?? ""].filter((text) => text !== "").join(" "))}`, ...(sql === undefined ? [] : [indented(fence(sql, "sql"))])].join("\n\n"))]),
    "## Plan", fence(drawPlan(view), "text"),
    "## Nodes", table(["Node", "Share", "Own", "Rows", "Estimate"], drawnRows(view).map(({ node, title, percent, own, rows }) => [title, percent, own, rows, estimateWords(estimateFactor(node))])),
    ...(plan.query === undefined ? [] : ["## Query", fence(plan.query, plan.dialect === "mongodb" ? "json" : "sql")]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function estimateWords(factor: number | undefined): string {
  return factor === undefined ? "" : factorText(factor);
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(" | ")} |`;
  return [row(heads), `|${heads.map(() => " --- |").join("")}`, ...rows.map(row)].join("\n");
}

function indented(text: string): string {
  return text.replace(/^/gm, "  ");
}
