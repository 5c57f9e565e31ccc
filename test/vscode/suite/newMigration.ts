import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { fileUri, open } from "../editor.ts";
import { eventually } from "../eventually.ts";

/** Answers the question for a name while `work` runs. */
async function naming(name: string, work: () => Thenable<unknown>): Promise<void> {
  const window = vscode.window as { showInputBox: unknown };
  const original = window.showInputBox;
  window.showInputBox = () => Promise.resolve(name);
  try {
    await work();
  } finally {
    window.showInputBox = original;
  }
}

const write = (file: string, text: string): Thenable<void> => vscode.workspace.fs.writeFile(fileUri(file), new TextEncoder().encode(text));
const files = async (folder: string): Promise<string[]> => (await vscode.workspace.fs.readDirectory(fileUri(folder))).map(([name]) => name).sort();
const create = (): Thenable<unknown> => vscode.commands.executeCommand("dataEngineer.migrations.new");

async function inFolder(folder: string, first: string, text: string, work: () => Promise<void>): Promise<void> {
  await write(`${folder}/${first}`, text);
  try {
    await open(`${folder}/${first}`);
    await eventually("The folder is known", async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", fileUri(`${folder}/${first}`));
      return lenses.length > 0 ? true : undefined;
    });
    await work();
  } finally {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.workspace.fs.delete(fileUri(folder), { recursive: true });
  }
}

describe("a new migration", () => {
  it("in a folder of migrate-mongo's is one module with both ways, after the newest", async () => {
    await inFolder("modules", "20240101120000-first.js", "module.exports = {\n  async up(db, client) {},\n  async down(db, client) {},\n};\n", async () => {
      await naming("Index the orders", create);
      const [, made = ""] = await files("modules");
      assert.match(made, /^20\d{12}-index-the-orders\.js$/);
      assert.equal((await files("modules")).length, 2);
      const editor = vscode.window.activeTextEditor;
      assert.ok(editor, "an editor is open");
      assert.ok(editor.document.uri.path.endsWith(made));
      assert.match(editor.document.getText(), /^\/\/ Index the orders\nmodule\.exports = \{\n {2}async up\(db, client\)/);
    });
  });

  it("in a folder of commands is two lists of commands, numbered as their neighbours are", async () => {
    await inFolder("commands", "007_first.up.json", '[{ "create": "things" }]\n', async () => {
      await naming("Index the things", create);
      assert.deepEqual(await files("commands"), ["007_first.up.json", "008_index_the_things.down.json", "008_index_the_things.up.json"]);
    });
  });

  it("never writes over a file that is there", async () => {
    await inFolder("commands", "007_first.up.json", '[{ "create": "things" }]\n', async () => {
      await write("commands/008_taken.down.json", '[{ "drop": "mine" }]\n');
      await naming("Taken", create);
      assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(fileUri("commands/008_taken.down.json"))), '[{ "drop": "mine" }]\n');
    });
  });
});
