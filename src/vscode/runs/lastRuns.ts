import * as vscode from "vscode";
import type { Report } from "../../core/report/report.ts";

export interface Run {
  readonly report: Report;
  readonly at: Date;
  readonly cwd: string;
}

const kept = 50;

/** What ran in this window, newest last; views, lenses and diagnostics listen. */
export class LastRuns implements vscode.Disposable {
  private readonly finished = new vscode.EventEmitter<Run>();
  private readonly list: Run[] = [];
  readonly onDidFinish = this.finished.event;

  get last(): Run | undefined {
    return this.list.at(-1);
  }

  add(run: Run): void {
    this.list.push(run);
    if (this.list.length > kept) this.list.shift();
    this.finished.fire(run);
  }

  dispose(): void {
    this.finished.dispose();
  }
}
