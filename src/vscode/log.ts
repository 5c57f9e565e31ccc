import * as vscode from "vscode";

/** The one log of the extension; every line is redacted before it is written. */
export class Log implements vscode.Disposable {
  private readonly channel = vscode.window.createOutputChannel("Data Engineer", { log: true });

  info(line: string): void {
    void this.write("info", line);
  }

  error(error: unknown): void {
    void this.write("error", error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  show(): void {
    this.channel.show(true);
  }

  private async write(level: "info" | "error", line: string): Promise<void> {
    const { Redactor } = await import("../agent/redact.ts");
    this.channel[level](new Redactor().text(line));
  }

  dispose(): void {
    this.channel.dispose();
  }
}
