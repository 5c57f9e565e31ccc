import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { fileUri } from "../editor.ts";
import { eventually } from "../eventually.ts";

describe("MongoDB's migrations", () => {
  it("have lenses and problems like any other", async () => {
    const write = (file: string, value: unknown): Thenable<void> => vscode.workspace.fs.writeFile(fileUri(file), new TextEncoder().encode(JSON.stringify(value)));
    await write("documents/001_index.up.json", [{ createIndexes: "things", indexes: [{ key: { name: 1 }, name: "name_1" }] }, { create: "things" }]);
    await write("documents/001_index.down.json", [{ drop: "things" }]);
    try {
      await vscode.window.showTextDocument(fileUri("documents/001_index.up.json"));
      const titles = await eventually("The lenses of a command file", async () => {
        const found = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", fileUri("documents/001_index.up.json"));
        return found.length > 0 ? found.map(({ command }) => command?.title ?? "") : undefined;
      });
      assert.match(titles.join(" "), /Dry-run.*Verify.order/);
      await eventually("The problem of its order", () => vscode.languages.getDiagnostics(fileUri("documents/001_index.up.json")).find(({ source }) => source === "Data Engineer"));
    } finally {
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
      await vscode.workspace.fs.delete(fileUri("documents"), { recursive: true });
    }
  });
});
