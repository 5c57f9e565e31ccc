import path from "node:path";
import * as vscode from "vscode";
import type { Report } from "../../src/core/report/report.ts";
import { eventually } from "./eventually.ts";

/** A file of the test's workspace. */
export function fileUri(file: string): vscode.Uri {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (root === undefined) throw new Error("The test needs its workspace folder.");
  return vscode.Uri.file(path.join(root, file));
}

export async function open(file: string): Promise<vscode.Uri> {
  const uri = fileUri(file);
  await vscode.window.showTextDocument(uri);
  return uri;
}

/** The lenses above a file, without their icons. */
export async function lenses(file: string): Promise<{ readonly title: string; readonly run: () => Promise<Report> }[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", fileUri(file));
  return found.flatMap(({ command }) => (command === undefined ? [] : [{
    title: command.title.replace(/^\$\([a-z-]+\)\s*/, ""),
    run: async () => vscode.commands.executeCommand<Report>(command.command, ...((command.arguments ?? []) as unknown[])),
  }]));
}

/** Waits for a lens whose title is (or begins with) `title`. */
export function lens(file: string, title: string): Promise<{ readonly title: string; readonly run: () => Promise<Report> }> {
  return eventually(`The lens "${title}" above ${file}`, async () => (await lenses(file)).find((one) => one.title.startsWith(title)));
}

type Dialog = { readonly message: string; readonly detail: string; readonly buttons: readonly string[] };

/** Answers the modal questions that come while `work` runs, and tells which ones came. */
export async function answering<Value>(answer: (dialog: Dialog) => string | undefined, work: () => Promise<Value>): Promise<{ readonly value: Value; readonly asked: readonly Dialog[] }> {
  const asked: Dialog[] = [];
  const window = vscode.window as { showWarningMessage: unknown };
  const original = window.showWarningMessage;
  window.showWarningMessage = (message: string, options: { readonly detail?: string } | string, ...buttons: string[]) => {
    const dialog = typeof options === "string" ? { message, detail: "", buttons: [options, ...buttons] } : { message, detail: options.detail ?? "", buttons };
    asked.push(dialog);
    return Promise.resolve(answer(dialog));
  };
  try {
    return { value: await work(), asked };
  } finally {
    window.showWarningMessage = original;
  }
}
