import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { commands } from "../../../src/agent/commands.ts";
import { noteParticipant } from "../participant.ts";

describe("activation", () => {
  it("registers every command of the agent", async () => {
    const extension = vscode.extensions.getExtension("data-engineer.data-engineer");
    assert.ok(extension, "the extension is installed");
    assert.equal(extension.isActive, false);
    noteParticipant();
    await extension.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(commands.filter((command) => !registered.has(command.id)).map((command) => command.id), []);
    assert.equal(commands.length, 28);
  });
});
