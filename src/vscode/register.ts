import * as vscode from "vscode";
import { commands } from "../agent/commands.ts";
import type { CommandEntry } from "../agent/commands.ts";
import type { Services } from "./services.ts";

/** Registers the 28 commands of the agent; the only place that does. What runs them is loaded at the first run. */
export function registerAgentCommands(services: Services): vscode.Disposable {
  return vscode.Disposable.from(...commands.map((entry) => vscode.commands.registerCommand(entry.id, (passed: unknown) => runOne(services, entry, passed))));
}

async function runOne(services: Services, entry: CommandEntry, passed: unknown): Promise<unknown> {
  try {
    const { runCommand } = await import("./runs/runCommand.ts");
    return await runCommand(services, entry, passed);
  } catch (error) {
    services.log.error(error);
    void vscode.window.showErrorMessage(`${entry.title} ended unexpectedly: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
