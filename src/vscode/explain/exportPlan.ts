import path from "node:path";
import * as vscode from "vscode";
import { comparePlans } from "../../core/plan/comparePlans.ts";
import { flameSvg } from "../../core/plan/flameSvg.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { planMarkdown } from "../../core/plan/planMarkdown.ts";
import { planView } from "../../core/plan/planView.ts";
import { treeSvg } from "../../core/plan/treeSvg.ts";
import { renderJson } from "../../core/report/render/json.ts";
import type { FromExplain } from "../../protocol/explain/messages.ts";
import { arrayAt } from "../panels/readData.ts";
import type { Run } from "../runs/finishedRuns.ts";
import { diagnosticsIn, planIn } from "./planData.ts";

type Format = Extract<FromExplain, { readonly type: "export" }>["format"];

const formats: Readonly<Record<Format, { readonly label: string; readonly extension: string; readonly render: (run: Run, plan: Plan) => string }>> = {
  treeSvg: { label: "SVG", extension: "svg", render: (_run, plan) => treeSvg(planView(plan)) },
  flameSvg: { label: "SVG", extension: "svg", render: (_run, plan) => flameSvg(planView(plan)) },
  markdown: { label: "Markdown", extension: "md", render: (run, plan) => markdown(run, plan) },
  json: { label: "JSON", extension: "json", render: ({ report }) => renderJson(report) },
};

/** Asks for a place and writes the plan there: a picture of the tree or of the flame graph, a text to paste, or the whole report for programs. */
export async function exportPlan(run: Run, format: Format): Promise<void> {
  const plan = planIn(run.report.data["plan"]);
  if (plan === undefined) return;
  const { label, extension, render } = formats[format];
  const stamp = run.at.toISOString().slice(0, 16).replace(/[:T]/g, "-");
  const name = format === "flameSvg" ? "flame-graph" : "plan";
  const target = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.file(path.join(run.cwd, `${name}-${stamp}.${extension}`)), filters: { [label]: [extension] } });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(render(run, plan)));
  if (extension === "svg") await vscode.commands.executeCommand("vscode.open", target);
  else await vscode.window.showTextDocument(target, { preview: true });
}

function markdown({ report }: Run, plan: Plan): string {
  const before = planIn(report.data["before"]);
  return planMarkdown(planView(plan), diagnosticsIn(arrayAt(report.data, "diagnostics")), before === undefined ? undefined : comparePlans(before, plan));
}
