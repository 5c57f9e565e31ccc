import * as vscode from "vscode";
import type { Report } from "../../core/report/report.ts";

export interface Run {
  readonly report: Report;
  readonly at: Date;
  readonly cwd: string;
  /** How it came about, so that it can run again. */
  readonly ran?: Ran;
}

export interface Ran {
  readonly args: readonly string[];
  readonly flags: Readonly<Record<string, string | true>>;
  /** The name of the connection that was in use. */
  readonly connection?: string;
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
