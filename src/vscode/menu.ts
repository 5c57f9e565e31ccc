import * as vscode from "vscode";
import { commands } from "../agent/commands.ts";
import { modeMeans } from "./mode.ts";
import type { Services } from "./services.ts";

type Item = vscode.QuickPickItem & { readonly run?: () => unknown };

/** What the status bar item opens: the connection, the mode, the console, and every command. */
export async function showMenu(services: Services): Promise<void> {
  const { connections, mode } = services;
  const active = connections.active;
  const command = (id: string) => () => vscode.commands.executeCommand(id);
  const items: Item[] = [
    { label: "$(database) Use Connection…", description: active?.name ?? "none", run: command("dataEngineer.connections.activate") },
    { label: "$(shield) Cycle Permission Mode", description: `${mode.current}: ${modeMeans[mode.current]}`, run: command("dataEngineer.yolo") },
    { label: "$(terminal) Open Console", run: command("dataEngineer.console.open") },
    ...(services.reports.newest === undefined ? [] : [{ label: "$(preview) Open Last Report", run: command("dataEngineer.reports.openLast") }]),
    { label: "Commands", kind: vscode.QuickPickItemKind.Separator },
    ...commands.filter((entry) => entry.built && !["help", "yolo", "exit"].includes(entry.name)).map((entry) => ({ label: entry.title, description: entry.summary, run: command(entry.id) })),
    { label: "Help", kind: vscode.QuickPickItemKind.Separator },
    { label: "$(question) Show Help", run: command("dataEngineer.help") },
    { label: "$(output) Show Log", run: command("dataEngineer.showLog") },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: "Data Engineer", placeHolder: "What next?", matchOnDescription: true });
  await chosen?.run?.();
}
