import * as vscode from "vscode";
import type { CommandArgument } from "../../agent/commands.ts";
import { oneLine } from "../../core/report/render/cell.ts";
import type { Choice, Question } from "../connections/wizardQuestions.ts";
import { relativePath } from "../runs/invocation.ts";
import type { Services } from "../services.ts";
import { offersFor } from "./offers.ts";

const browse = "\0browse";

/** The step that asks for an argument: its choices, what the workspace offers for it, or a free text. */
export async function questionFor(services: Services, argument: CommandArgument, cwd: string): Promise<Question> {
  const validate = (value: string): string | null => (value.trim() === "" ? `Type ${argument.name}: ${argument.summary}.` : null);
  const question = { title: argument.name, prompt: argument.summary, validate };
  if (argument.choices !== undefined) return { ...question, choices: argument.choices.map((choice) => choiceOf(choice, argument.meanings?.[choice])) };
  if (argument.offers === "sql") return { ...question, ...selection() };
  if (argument.offers === undefined) return argument.name === "label" ? { ...question, value: suggestedLabel(), validate: labelProblem } : question;
  const choices = [...(await offersFor(services, argument.offers, cwd))];
  const files = ["file", "sqlFile", "migration", "snapshotOrFile"].includes(argument.offers);
  if (files) choices.push({ value: browse, label: "$(folder-opened) Browse…" });
  return { ...question, choices, free: true };
}

export function choiceOf(value: string, meaning: string | undefined): Choice {
  return { value, label: value, ...(meaning === undefined ? {} : { description: meaning }) };
}

/** What an answer stands for: the file that is chosen now, or itself. "" where none was chosen. */
export async function valueOf(answer: string, cwd: string): Promise<string> {
  return answer === browse ? ((await browseFor(cwd)) ?? "") : answer;
}

async function browseFor(cwd: string): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({ defaultUri: vscode.Uri.file(cwd), canSelectMany: false, canSelectFiles: true, canSelectFolders: false });
  return chosen?.[0] === undefined ? undefined : relativePath(chosen[0], cwd);
}

/** What is selected: to be changed where it fits into the line that asks, else to be taken as it is. */
function selection(): Pick<Question, "value" | "choices" | "free"> {
  const editor = vscode.window.activeTextEditor;
  const text = editor === undefined || editor.selection.isEmpty ? "" : editor.document.getText(editor.selection).trim();
  return text.includes("\n") ? { choices: [{ value: text, label: `$(selection) ${oneLine(text)}`, description: "selected" }], free: true } : { value: text };
}

function suggestedLabel(): string {
  return `before-${new Date().toISOString().slice(0, 10)}`;
}

function labelProblem(value: string): string | null {
  return /^[A-Za-z0-9._-]+$/.test(value.trim()) ? null : "A label is letters, digits, dot, dash and underscore.";
}
