import { StatementError } from "../../core/errors.ts";
import { isSingle } from "./cells.ts";
import { commandOf } from "./command.ts";
import type { SendOptions, Wire } from "./wire/wire.ts";

const reads = new Set(["SELECT", "WITH", "TABLE", "VALUES"]);

/**
 * Whether the server's text form would cut values of the rows that a statement gives: it writes a FLOAT with six digits, the binary form has all of it.
 * The server is asked for the columns, which runs nothing; what a procedure or RETURNING gives it does not tell before. For callers that hold the turn.
 */
export async function cutsFloats(wire: Wire, text: string, options: SendOptions): Promise<boolean> {
  const command = commandOf(text);
  if (command === "CALL" || (/^(?:INSERT|REPLACE|DELETE)$/.test(command) && /\bRETURNING\b/i.test(text))) return true;
  if (!reads.has(command)) return false;
  try {
    return (await wire.describeNow(text, options)).some(isSingle);
  } catch (error) {
    // What the server refuses here it refuses again where it is run, and that is told.
    if (error instanceof StatementError) return false;
    throw error;
  }
}
