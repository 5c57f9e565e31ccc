import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { eventually } from "../eventually.ts";

type Input = vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox;

const over = new WeakSet<Input>();

/** Keeps the quick inputs that the extension shows, so that the test can answer the real ones. */
async function withInputs(work: (next: (title: RegExp) => Promise<Input>) => Promise<void>): Promise<void> {
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

async function choose(input: Input, label: RegExp): Promise<void> {
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

async function type(input: Input, text: string): Promise<void> {
  input.value = text;
  await settled();
  await accept(input);
}

const connections = (): readonly { readonly name: string; readonly role: string; readonly password?: string }[] => vscode.workspace.getConfiguration("dataEngineer").get("connections") ?? [];

describe("connection wizard", () => {
  it("leads to a saved SQLite connection, step by step, with a way back", async () => {
    await withInputs(async (step) => {
      const done = vscode.commands.executeCommand("dataEngineer.connections.add");
      const engine = await step(/Engine$/);
      assert.equal(engine.step, 1);
      await choose(engine, /SQLite/);
      const file = await step(/Database file$/);
      assert.deepEqual([file.step, file.totalSteps, (file as vscode.InputBox).buttons.length], [2, 5, 1]);
      await choose(file, /shop\.db/);
      await type(await step(/Name$/), "Second shop");
      await choose(await step(/Role$/), /Staging/);
      await choose(await step(/Save$/), /Test and save in this workspace/);
      await done;
    });
    assert.deepEqual(connections().find((one) => one.name === "Second shop"), { name: "Second shop", role: "staging", engine: "sqlite", path: "shop.db" });
  });

  it("keeps a typed password out of settings", async () => {
    await withInputs(async (step) => {
      const done = vscode.commands.executeCommand("dataEngineer.connections.add");
      await choose(await step(/Engine$/), /URL/);
      await type(await step(/URL$/), "postgres://app:hunter2-not-here@localhost:5999/nowhere");
      await type(await step(/Name$/), "Nowhere");
      await choose(await step(/Role$/), /Production/);
      await choose(await step(/Save$/), /without testing/);
      await done;
    });
    const saved = connections().find((one) => one.name === "Nowhere");
    assert.equal(saved?.role, "production");
    assert.ok(!JSON.stringify(connections()).includes("hunter2"));
  });

  it("is undone by deleting the connections", async () => {
    const window = vscode.window as { showWarningMessage: unknown };
    const original = window.showWarningMessage;
    window.showWarningMessage = (_message: string, _options: unknown, button: string) => Promise.resolve(button);
    try {
      for (const name of ["Second shop", "Nowhere"]) await vscode.commands.executeCommand("dataEngineer.connections.delete", { profile: { ...connections().find((one) => one.name === name), tls: "disable" } });
    } finally {
      window.showWarningMessage = original;
    }
    assert.deepEqual(connections().map((one) => one.name), ["Shop"]);
  });
});
