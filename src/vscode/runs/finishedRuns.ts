import * as vscode from "vscode";
import type { Report } from "../../core/report/report.ts";

export interface Run {
  readonly report: Report;
  readonly at: Date;
  readonly cwd: string;
}

/** Tells views, lenses and diagnostics what ran in this window. */
export class FinishedRuns implements vscode.Disposable {
  private readonly finished = new vscode.EventEmitter<Run>();
  readonly onDidFinish = this.finished.event;

  add(run: Run): void {
    this.finished.fire(run);
  }

  dispose(): void {
    this.finished.dispose();
  }
}
