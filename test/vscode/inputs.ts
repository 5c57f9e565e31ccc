import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually } from "./eventually.ts";

export type Input = vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox;

const over = new WeakSet<Input>();

/** Keeps the quick inputs that the extension shows, so that the test can answer the real ones. */
export async function withInputs(work: (next: (title: RegExp) => Promise<Input>) => Promise<void>): Promise<void> {
  const window = vscode.window as { createQuickPick: () => Input; createInputBox: () => Input };
  const original = { pick: window.createQuickPick, box: window.createInputBox };
  let shown: Input | undefined;
  const keep = (create: () => Input) => () => {
    const input = create.call(vscode.window);
    input.onDidHide(() => over.add(input));
    return (shown = input);
  };
  window.createQuickPick = keep(original.pick);
  window.createInputBox = keep(original.box);
  try {
    await work((title) => eventually(`The step ${title.source}`, () => (shown !== undefined && title.test(shown.title ?? "") ? shown : undefined)));
  } finally {
    window.createQuickPick = original.pick;
    window.createInputBox = original.box;
  }
}

/** The editor shows an input a moment after it was made; accepting is asked for until the step is over. */
async function accept(input: Input): Promise<void> {
  await eventually("The end of a step", async () => {
    if (!over.has(input)) await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    return over.has(input) ? true : undefined;
  });
}

/** What is set on an input reaches the editor a moment later. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1500));
}

export async function choose(input: Input, label: RegExp): Promise<void> {
  assert.ok("items" in input, `${input.title ?? ""} offers a choice`);
  const item = input.items.find((one) => label.test(one.label));
  assert.ok(item, `${label.source} among ${input.items.map((one) => one.label).join("; ")}`);
  const active = new Promise<void>((resolve) => input.onDidChangeActive(([first]) => {
    if (first === item) resolve();
  }));
  input.activeItems = [item];
  await Promise.race([active, settled()]);
  await accept(input);
}

export async function type(input: Input, text: string): Promise<void> {
  input.value = text;
  await settled();
  await accept(input);
}
