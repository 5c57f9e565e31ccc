import { readStatement } from "./statement.ts";
import { UnreadableText } from "./shell/problem.ts";
import { beyondDatabase } from "./facts/beyond.ts";

/** True for a command whose effect outlives a disposable database: it acts on the whole server, on users or on another database. */
export function reachesBeyond(text: string): boolean {
  try {
    const statement = readStatement(text);
    return statement.kind === "command" && beyondDatabase(statement);
  } catch (error) {
    if (error instanceof UnreadableText) return false;
    throw error;
  }
}

/** Whatever runs inside a transaction of the server is taken back by its rollback. */
export function leavesTraces(): boolean {
  return false;
}
