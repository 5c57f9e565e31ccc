import * as vscode from "vscode";
import type { Services } from "../services.ts";

/** Writes a plan's text into the extension's own folder, so that the agent reads it as any file; a file of the same name is replaced. */
export async function keepPlanText(services: Services, name: string, text: string): Promise<string> {
  const { storageUri, globalStorageUri } = services.context;
  const folder = vscode.Uri.joinPath(storageUri ?? globalStorageUri, "plans");
  await vscode.workspace.fs.createDirectory(folder);
  const file = vscode.Uri.joinPath(folder, `${name}.plan`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  return file.fsPath;
}

/** Asks for a file with a plan; undefined where nobody chose one. */
export async function chooseFile(cwd: string, title: string): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({ title, defaultUri: vscode.Uri.file(cwd), canSelectMany: false, canSelectFiles: true, canSelectFolders: false, filters: { Plans: ["plan", "json", "txt", "explain"], "All files": ["*"] } });
  return chosen?.[0]?.fsPath;
}
