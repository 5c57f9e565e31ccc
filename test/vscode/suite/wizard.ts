import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { choose, type, withInputs } from "../inputs.ts";

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
