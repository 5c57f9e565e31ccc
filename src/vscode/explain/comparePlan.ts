import * as vscode from "vscode";
import { findCommand } from "../../agent/commands.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { FromExplain } from "../../protocol/explain/messages.ts";
import { textAt } from "../panels/readData.ts";
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
  if (other === "users") return compareUsers(entry.id, run, plan);
  const compare = await otherFile(services, run, plan, other);
  if (compare === undefined) return;
  const after = await keepPlanText(services, nameOf(run), plan.raw);
  await vscode.commands.executeCommand(entry.id, { args: ["query", ...(plan.query === undefined ? [] : [plan.query])], flags: { plan: after, compare }, uri: vscode.Uri.file(run.cwd) });
}

/** A file's name for the plan that is shown: what it was read from where that is known, so that it is still called so. */
function nameOf({ report }: Run): string {
  const name = textAt(report.data, "title")?.split(/[\\/]/).at(-1)?.replace(/\.\w+$/, "").replace(/[^\p{L}\p{N} _.-]/gu, "_").slice(0, 80) ?? "";
  return name === "" || ["before", "clipboard"].includes(name) ? "after" : name;
}

const anyUser = "A user's id in whatever form the application has, or a role's name";

/** Asks the server for the plan as each of two users would have it, under the policies; executed where the plan that is shown was. */
async function compareUsers(id: string, run: Run, plan: Plan): Promise<void> {
  if (plan.query === undefined) return;
  const ask = async (title: string, prompt: string): Promise<string | undefined> => (await vscode.window.showInputBox({ title, prompt, ignoreFocusOut: true }))?.trim();
  const first = await ask("Before: the plan as this user would have it", anyUser);
  if (first === undefined || first === "") return;
  const second = await ask("After: the plan as this user would have it", anyUser);
  if (second === undefined || second === "") return;
  const role = await ask("The role that the application uses", "Policies are asked as this role; leave it empty where the database tells it, or the connection's own is meant. A superuser passes over every policy");
  if (role === undefined) return;
  const flags = { user: first, "compare-user": second, ...(role === "" ? {} : { "db-role": role }), ...(plan.executed ? ({ analyze: true } as const) : {}) };
  await vscode.commands.executeCommand(id, { args: ["query", plan.query], flags, uri: vscode.Uri.file(run.cwd) });
}

async function otherFile(services: Services, run: Run, plan: Plan, other: Exclude<Other, "users">): Promise<string | undefined> {
  if (other === "file") return chooseFile(run.cwd, "The plan to compare with");
  if (other === "previous") return previous === undefined || previous.raw === plan.raw ? undefined : keepPlanText(services, "before", previous.raw);
  const text = await vscode.env.clipboard.readText();
  if (text.trim() !== "") return keepPlanText(services, "clipboard", text);
  void vscode.window.showWarningMessage("The clipboard holds no text. Copy the other plan, then compare again.");
  return undefined;
}
