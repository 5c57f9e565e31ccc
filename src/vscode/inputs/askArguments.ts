import * as vscode from "vscode";
import type { CommandArgument, CommandEntry } from "../../agent/commands.ts";
import { askStep } from "../connections/askStep.ts";
import type { Choice, Question } from "../connections/wizardQuestions.ts";
import { relativePath } from "../runs/invocation.ts";
import type { Services } from "../services.ts";
import { offersFor } from "./offers.ts";

/** Asks for the required arguments that are missing, one step each, with a way back; flags may stand for those that are needed with some first word only. Undefined when it was given up. */
export async function askArguments(services: Services, entry: CommandEntry, words: readonly string[], cwd: string, flags: Readonly<Record<string, string | true>> = {}): Promise<readonly string[] | undefined> {
  const answers: string[] = [];
  const open = (): readonly CommandArgument[] => entry.args.slice(words.length).filter(({ required, requiredAfter }) => required || (requiredAfter !== undefined && Object.keys(flags).length === 0 && [...words, ...answers].includes(requiredAfter)));
  for (let missing = open(); answers.length < missing.length; missing = open()) {
    const argument = missing[answers.length]!;
    const question = await questionFor(services, argument, cwd);
    const answer = await askStep(question, { title: entry.title, step: answers.length + 1, total: missing.length, mayGoBack: answers.length > 0 });
    if (answer.kind === "cancelled") return undefined;
    if (answer.kind === "back") answers.pop();
    else answers.push(answer.value === browse ? ((await browseFor(cwd)) ?? "") : answer.value);
    if (answers.at(-1) === "") answers.pop();
  }
  return [...words, ...answers];
}

const browse = "\0browse";

async function questionFor(services: Services, argument: CommandArgument, cwd: string): Promise<Question> {
  const validate = (value: string): string | null => (value.trim() === "" ? `Type ${argument.name}: ${argument.summary}.` : null);
  const question = { title: argument.name, prompt: argument.summary, validate };
  if (argument.choices !== undefined) return { ...question, choices: argument.choices.map((choice) => choiceOf(choice, argument.meanings?.[choice])) };
  if (argument.offers === "sql") return { ...question, value: selectedText() };
  if (argument.offers === undefined) return argument.name === "label" ? { ...question, value: suggestedLabel(), validate: labelProblem } : question;
  const choices = [...(await offersFor(services, argument.offers, cwd))];
  const files = ["file", "sqlFile", "migration", "snapshotOrFile"].includes(argument.offers);
  if (files) choices.push({ value: browse, label: "$(folder-opened) Browse…" });
  return { ...question, choices, free: true };
}

function choiceOf(value: string, meaning: string | undefined): Choice {
  return { value, label: value, ...(meaning === undefined ? {} : { description: meaning }) };
}

async function browseFor(cwd: string): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({ defaultUri: vscode.Uri.file(cwd), canSelectMany: false, canSelectFiles: true, canSelectFolders: false });
  return chosen?.[0] === undefined ? undefined : relativePath(chosen[0], cwd);
}

function selectedText(): string {
  const editor = vscode.window.activeTextEditor;
  return editor === undefined || editor.selection.isEmpty ? "" : editor.document.getText(editor.selection);
}

function suggestedLabel(): string {
  return `before-${new Date().toISOString().slice(0, 10)}`;
}

function labelProblem(value: string): string | null {
  return /^[A-Za-z0-9._-]+$/.test(value.trim()) ? null : "A label is letters, digits, dot, dash and underscore.";
}
