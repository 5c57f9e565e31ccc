import type * as vscode from "vscode";
import type { Report } from "../core/report/report.ts";
import { setContext } from "./contextKeys.ts";

const steps = {
  snapshot: "dataEngineer.tookSnapshot",
  "dry-run": "dataEngineer.dryRan",
  "apply-migration": "dataEngineer.applied",
  rollback: "dataEngineer.rolledBack",
} as const;

const key = "walked";

/** Ticks the walkthrough's steps that passed in earlier windows. */
export function restoreWalked(memento: vscode.Memento): void {
  for (const step of Object.keys(steps) as (keyof typeof steps)[]) if (kept(memento).includes(step)) setContext(steps[step], true);
}

/** The walkthrough's steps are ticked by what passed, not by what was clicked. */
export function walked(memento: vscode.Memento, { command, status }: Report): void {
  if (status !== "passed" || !isStep(command)) return;
  setContext(steps[command], true);
  if (!kept(memento).includes(command)) void memento.update(key, [...kept(memento), command]);
}

function kept(memento: vscode.Memento): readonly string[] {
  return memento.get<readonly string[]>(key, []);
}

function isStep(command: string): command is keyof typeof steps {
  return Object.hasOwn(steps, command);
}
