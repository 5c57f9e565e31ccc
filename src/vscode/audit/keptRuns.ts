import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { Run } from "../runs/finishedRuns.ts";

const kept = 6;

/** Runs that a panel shows, kept with the workspace's storage so that a window that is loaded anew shows them again. Reports are redacted before they come here. */
export class KeptRuns {
  private readonly folder: vscode.Uri | undefined;

  constructor(storage: vscode.Uri | undefined) {
    this.folder = storage === undefined ? undefined : vscode.Uri.joinPath(storage, "audits");
  }

  /** Returns the name to find it by. Without a workspace nothing is kept. */
  async keep(run: Run): Promise<string> {
    const name = randomUUID();
    if (this.folder === undefined) return name;
    await vscode.workspace.fs.createDirectory(this.folder);
    await vscode.workspace.fs.writeFile(this.file(this.folder, name), new TextEncoder().encode(JSON.stringify(run)));
    await this.prune(this.folder);
    return name;
  }

  /** Undefined for one that was not kept, or not by this version. */
  async find(name: string): Promise<Run | undefined> {
    if (this.folder === undefined || !/^[0-9a-f-]{36}$/.test(name)) return undefined;
    const bytes = await vscode.workspace.fs.readFile(this.file(this.folder, name)).then(undefined, (error: unknown) => {
      if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return undefined;
      throw error;
    });
    if (bytes === undefined) return undefined;
    const run = JSON.parse(new TextDecoder().decode(bytes)) as Omit<Run, "at"> & { readonly at: string };
    return { ...run, at: new Date(run.at) };
  }

  private file(folder: vscode.Uri, name: string): vscode.Uri {
    return vscode.Uri.joinPath(folder, `${name}.json`);
  }

  /** The newest stay. */
  private async prune(folder: vscode.Uri): Promise<void> {
    const files = (await vscode.workspace.fs.readDirectory(folder)).map(([file]) => vscode.Uri.joinPath(folder, file));
    const aged = await Promise.all(files.map(async (file) => ({ file, at: (await vscode.workspace.fs.stat(file)).mtime })));
    for (const { file } of aged.sort((a, b) => b.at - a.at).slice(kept)) await vscode.workspace.fs.delete(file);
  }
}
