import type { ShutOut } from "../../core/migration/adapter.ts";
import type { RunnableStatement } from "../../core/migration/plan.ts";
import { StatementError, UnsupportedError } from "../../core/errors.ts";
import type { MongodbLink } from "./link.ts";
import { docsIn, truthy } from "./bson/value.ts";
import type { Command } from "./command.ts";
import { duplicates } from "./shutOut/duplicates.ts";
import { refusedByValidator } from "./shutOut/validator.ts";

/**
 * Documents that are there and that a new validator (level strict, action error) would refuse at their next write, or that a new unique index trips over.
 * It reads every document of the collection, on the server. Reads only.
 */
export async function shutOut(access: MongodbLink, statement: RunnableStatement, signal: AbortSignal): Promise<ShutOut | null> {
  const command = commandOf(access, statement.sql);
  if (command?.target === undefined) return null;
  switch (command.name.toLowerCase()) {
    case "collmod":
      return refusedByValidator(access, command.target, command.document, signal);
    case "createindexes":
      for (const index of docsIn(command.document, "indexes")) {
        const found = truthy(index.get("unique")) ? await duplicates(access, command.target, index, signal) : null;
        if (found !== null) return found;
      }
      return null;
    default:
      return null;
  }
}

/** Undefined for what is no command: a module, or a text that cannot be read, of which the server will tell. */
function commandOf(access: MongodbLink, text: string): Command | undefined {
  try {
    return access.read(text);
  } catch (error) {
    if (error instanceof StatementError || error instanceof UnsupportedError) return undefined;
    throw error;
  }
}
