import path from "node:path";
import * as vscode from "vscode";
import { isGuided } from "../../agent/commands.ts";
import type { CommandEntry } from "../../agent/commands.ts";
import { formatLine } from "../../agent/line.ts";
import type { ProgressStep } from "../../commands/context.ts";
import type { Report } from "../../core/report/report.ts";
import { askArguments } from "../inputs/askArguments.ts";
import { askFlags } from "../inputs/askFlags.ts";
import { createHost } from "../host.ts";
import type { Services } from "../services.ts";
import { withAbort } from "../withAbort.ts";
import { workspaceCwd } from "../workspaceCwd.ts";
import { activeFile, passedWords } from "./invocation.ts";
import { presentRun } from "./presentRun.ts";
import { ranWith } from "./ranWith.ts";

/** Runs one of the 28 commands for a person in the editor: asks what is missing, shows progress, presents the report. */
export async function runCommand(services: Services, entry: CommandEntry, passed: unknown): Promise<Report | undefined> {
  const given = passedWords(passed ?? activeFile(entry), (uri) => workspaceCwd(uri));
  const cwd = workspaceCwd(given.uri);
  const words = entry.built ? await askArguments(services, entry, given.words, cwd, given.flags) : given.words;
  const flags = words === undefined || !entry.built ? given.flags : await askFlags(services, entry, given.flags, cwd);
  if (words === undefined || flags === undefined) return undefined;
  if (isGuided(entry, words)) {
    (await import("../console/openConsole.ts")).typeInConsole(services, formatLine({ command: entry.name, args: words, flags }));
    return undefined;
  }
  await saveDirty(words, cwd);
  const report = await runWithProgress(services, entry, { words, flags, ...(given.uri === undefined ? {} : { uri: given.uri }) });
  if (entry.name === "exit") (await import("../console/openConsole.ts")).closeConsole();
  await presentRun(services, entry, { report, at: new Date(), cwd, ran: ranWith(services, words, flags) });
  return report;
}

interface Words {
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, string | true>>;
  readonly uri?: vscode.Uri;
}

async function runWithProgress(services: Services, entry: CommandEntry, given: Words): Promise<Report> {
  const { run } = await import("../../agent/agent.ts");
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: entry.title, cancellable: true }, (progress, token) =>
    withAbort(token, async (signal) => {
      const host = createHost(services, { face: "editor", signal, progress: steps(progress), ...(given.uri === undefined ? {} : { uri: given.uri }) });
      return (await run({ command: entry.name, args: given.words, flags: given.flags }, host)).report;
    }));
}

/** Turns "3 of 7" into increments of the bar; a step without a total leaves it moving. */
export function steps(progress: vscode.Progress<{ message?: string; increment?: number }>): (step: ProgressStep) => void {
  let shown = 0;
  return ({ message, done, total }) => {
    if (done === undefined || total === undefined || total === 0) {
      progress.report({ message });
      return;
    }
    const percent = Math.min(100, (done / total) * 100);
    progress.report({ message: `${message} (${done} of ${total})`, increment: Math.max(0, percent - shown) });
    shown = Math.max(shown, percent);
  };
}

/** What runs is what is on disk: changed documents among the files are saved first. */
async function saveDirty(words: readonly string[], cwd: string): Promise<void> {
  const named = words.filter((word) => word !== "").map((word) => path.resolve(cwd, word));
  for (const document of vscode.workspace.textDocuments) {
    const file = document.uri.fsPath;
    const touched = document.isDirty && document.uri.scheme === "file" && named.some((place) => file === place || file.startsWith(`${place}${path.sep}`));
    if (touched) await document.save();
  }
}
