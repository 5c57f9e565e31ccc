import * as vscode from "vscode";
import { findCommand } from "../../agent/commands.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { FromExplain } from "../../protocol/explain/messages.ts";
import type { Run } from "../runs/finishedRuns.ts";
import type { Services } from "../services.ts";
import { planIn } from "./planData.ts";
import { chooseFile, keepPlanText } from "./planFiles.ts";

type Other = Extract<FromExplain, { readonly type: "compare" }>["with"];

/** The plan that is shown now, and the one that was shown before it. */
let shown: Plan | undefined;
let previous: Plan | undefined;

/** Keeps the plan of a run for a later comparison; whether there is another one from before. */
export function rememberPlan({ report }: Run): boolean {
  const plan = planIn(report.data["plan"]);
  if (plan !== undefined && plan.raw !== shown?.raw) {
    if (shown !== undefined) previous = shown;
    shown = plan;
  }
  return previous !== undefined && previous.raw !== plan?.raw;
}

/** Reads the plan that is shown once more, beside another: from a file, the clipboard, or the one that was shown before. Nothing is executed. */
export async function comparePlan(services: Services, run: Run, other: Other): Promise<void> {
  const plan = planIn(run.report.data["plan"]);
  const entry = findCommand("analyze-performance");
  if (plan === undefined || entry === undefined) return;
  const compare = await otherFile(services, run, plan, other);
  if (compare === undefined) return;
  const after = await keepPlanText(services, "after", plan.raw);
  await vscode.commands.executeCommand(entry.id, { args: ["query", ...(plan.query === undefined ? [] : [plan.query])], flags: { plan: after, compare }, uri: vscode.Uri.file(run.cwd) });
}

async function otherFile(services: Services, run: Run, plan: Plan, other: Other): Promise<string | undefined> {
  if (other === "file") return chooseFile(run.cwd, "The plan to compare with");
  if (other === "previous") return previous === undefined || previous.raw === plan.raw ? undefined : keepPlanText(services, "before", previous.raw);
  const text = await vscode.env.clipboard.readText();
  if (text.trim() !== "") return keepPlanText(services, "before", text);
  void vscode.window.showWarningMessage("The clipboard holds no text. Copy the other plan, then compare again.");
  return undefined;
}
