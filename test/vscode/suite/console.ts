import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { fileUri } from "../editor.ts";
import { eventually } from "../eventually.ts";

const console = (): vscode.Terminal | undefined => vscode.window.terminals.find((terminal) => terminal.name === "Data Engineer" && terminal.exitStatus === undefined);
const snapshots = (label: string): string | undefined => {
  const folder = fileUri(".data-engineer/snapshots").fsPath;
  return existsSync(folder) ? readdirSync(folder).find((name) => name.endsWith(`-${label}`)) : undefined;
};

describe("console", () => {
  it("opens once, runs what is typed, completes, and closes with *exit", async () => {
    await vscode.commands.executeCommand("dataEngineer.console.open");
    await vscode.commands.executeCommand("dataEngineer.console.open");
    assert.equal(vscode.window.terminals.filter((terminal) => terminal.name === "Data Engineer").length, 1);
    const terminal = console();
    assert.ok(terminal);
    terminal.sendText("*snapshot typed-by-hand");
    await eventually("The snapshot", () => snapshots("typed-by-hand"));
    terminal.sendText("*snaps\tcompleted", true);
    await eventually("The snapshot of a completed line", () => snapshots("completed"));
    terminal.sendText("*exit");
    await eventually("The end of the console", () => (console() === undefined ? true : undefined));
  });
});
