import * as vscode from "vscode";
import type { Run } from "../runs/finishedRuns.ts";

/** The newest run of each command that has a panel, kept with the workspace's storage so that a window that is loaded anew shows it again. Reports are redacted before they come here. */
export class KeptRuns {
  private readonly folder: vscode.Uri | undefined;

  constructor(storage: vscode.Uri | undefined) {
    this.folder = storage === undefined ? undefined : vscode.Uri.joinPath(storage, "audits");
  }

  /** Without a workspace nothing is kept. */
  async keep(run: Run): Promise<void> {
    if (this.folder === undefined) return;
    await vscode.workspace.fs.createDirectory(this.folder);
    await vscode.workspace.fs.writeFile(this.file(this.folder, run.report.command), new TextEncoder().encode(JSON.stringify(run)));
  }

  /** Undefined where none was kept. */
  async find(command: string): Promise<Run | undefined> {
    if (this.folder === undefined || !/^[a-z-]+$/.test(command)) return undefined;
    const bytes = await vscode.workspace.fs.readFile(this.file(this.folder, command)).then(undefined, (error: unknown) => {
      if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return undefined;
      throw error;
    });
    if (bytes === undefined) return undefined;
    const run = JSON.parse(new TextDecoder().decode(bytes)) as Omit<Run, "at"> & { readonly at: string };
    return { ...run, at: new Date(run.at) };
  }

  private file(folder: vscode.Uri, command: string): vscode.Uri {
    return vscode.Uri.joinPath(folder, `${command}.json`);
  }
}
