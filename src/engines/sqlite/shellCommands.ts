import { pieces } from "../../core/script/script.ts";
import type { Script } from "../../core/script/script.ts";
import { nextToken } from "./tokens.ts";

/** A command of the sqlite3 shell between two statements; offsets in UTF-16 units into the script. */
export interface ShellCommand {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Leaving it out changes only what the shell would print. */
  readonly harmless: boolean;
}

const harmless = new Set([
  "bail", "binary", "changes", "databases", "echo", "eqp", "explain", "fullschema", "header", "headers", "help", "indexes", "indices", "mode", "nullvalue",
  "print", "progress", "prompt", "schema", "separator", "show", "stats", "tables", "timer", "version", "width",
]);

/** The shell's commands in a script, `#` comments left out. */
export function shellCommands(script: Script): ShellCommand[] {
  const found: ShellCommand[] = [];
  for (const piece of pieces(script)) {
    if (piece.kind === "statement") continue;
    for (let at = piece.start; at < piece.end; ) {
      if (!startsShellLine(script.text, at)) {
        at = nextToken(script.text, at).end;
        continue;
      }
      const end = endOfLine(script.text, at);
      const name = /^\.([A-Za-z]*)/.exec(script.text.slice(at, end))?.[1];
      if (name !== undefined) found.push({ name, start: at, end, harmless: harmless.has(name.toLowerCase()) });
      at = end;
    }
  }
  return found;
}

/** True where the shell reads the line as a command or a comment of its own, provided that no statement has begun. */
export function startsShellLine(text: string, at: number): boolean {
  const first = text[at];
  return (first === "." || first === "#") && (at === 0 || text[at - 1] === "\n");
}

export function endOfLine(text: string, at: number): number {
  const found = text.indexOf("\n", at);
  return found === -1 ? text.length : found;
}
