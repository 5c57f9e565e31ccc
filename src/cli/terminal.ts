import { createInterface } from "node:readline/promises";
import type { ProgressStep } from "../commands/context.ts";
import { visible } from "../core/report/render/visible.ts";

/** Where the command line talks: reports to stdout, all else to stderr. A reader that went away (EPIPE) ends nothing but the writing. */
export class Terminal {
  readonly interactive: boolean;
  readonly color: boolean;
  readonly columns: number;
  private progressShown = false;
  private lastPlain = "";

  constructor() {
    this.interactive = process.stdin.isTTY === true && process.stderr.isTTY === true;
    this.color = process.stdout.isTTY === true && process.env["NO_COLOR"] === undefined && process.env["TERM"] !== "dumb";
    this.columns = process.stdout.columns ?? 0;
    for (const stream of [process.stdout, process.stderr]) {
      stream.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "EPIPE") throw error;
      });
    }
  }

  /** Writes the report and waits until it left the process. */
  report(text: string): Promise<void> {
    this.clearProgress();
    return new Promise((resolve) => process.stdout.write(text, () => resolve()));
  }

  log(line: string): void {
    this.clearProgress();
    process.stderr.write(`${visible(line)}\n`);
  }

  /** One rewritten line on a terminal; a line per message elsewhere. */
  progress(step: ProgressStep): void {
    const count = step.done === undefined ? "" : step.total === undefined ? ` (${step.done})` : ` (${step.done} of ${step.total})`;
    const line = `${visible(step.message).replaceAll("\n", " ")}${count}`;
    if (process.stderr.isTTY === true) {
      process.stderr.write(`\r\u001b[2K${line.slice(0, Math.max(20, (process.stderr.columns ?? 80) - 1))}`);
      this.progressShown = true;
    } else if (line !== this.lastPlain) {
      this.lastPlain = line;
      process.stderr.write(`${line}\n`);
    }
  }

  /** Asks on stderr; undefined where the signal fires or the input ends first. */
  async question(text: string, signal: AbortSignal): Promise<string | undefined> {
    this.clearProgress();
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await Promise.race([lines.question(text, { signal }), new Promise<undefined>((resolve) => lines.once("close", () => resolve(undefined)))]);
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    } finally {
      lines.close();
    }
  }

  private clearProgress(): void {
    if (this.progressShown) process.stderr.write("\r\u001b[2K");
    this.progressShown = false;
  }
}
