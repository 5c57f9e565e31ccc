import * as vscode from "vscode";
import { commands } from "./agent/commands.ts";

/** Wires the faces; loads no driver. */
export function activate(context: vscode.ExtensionContext): void {
  for (const command of commands) context.subscriptions.push(vscode.commands.registerCommand(command.id, () => vscode.window.showInformationMessage(command.title)));
}
