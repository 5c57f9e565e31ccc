const mostLines = 200;
const longestLine = 500;

/** What a process printed, line by line, without the connection's secrets; so much that it can be shown. */
export class OutputLines {
  private readonly secrets: readonly string[];
  private readonly lines: string[] = [];
  private rest = "";
  private left = 0;

  constructor(url: string) {
    this.secrets = [url, ...secretsOf(url)].filter((secret) => secret !== "").sort((a, b) => b.length - a.length);
  }

  add(text: string): void {
    const parts = (this.rest + text).split(/\r?\n/);
    this.rest = (parts.pop() ?? "").slice(-64_000);
    for (const line of parts) this.keep(line);
  }

  /** The lines so far; the last one says how many more there were. */
  all(): string[] {
    const last = this.rest.trim() === "" ? [] : [this.shown(this.rest)];
    return [...this.lines, ...last, ...(this.left === 0 ? [] : [`… and ${this.left} more lines`])];
  }

  private keep(line: string): void {
    if (line.trim() === "") return;
    if (this.lines.length < mostLines) this.lines.push(this.shown(line));
    else this.left++;
  }

  private shown(line: string): string {
    const plain = this.secrets.reduce((text, secret) => text.replaceAll(secret, "***"), line);
    return plain.length > longestLine ? `${plain.slice(0, longestLine)}…` : plain;
  }
}

/** The password of a URL as it stands there and as it is meant. */
function secretsOf(url: string): string[] {
  const written = /^[a-z+]+:\/\/[^/@]*?:([^@]*)@/i.exec(url)?.[1] ?? "";
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}
