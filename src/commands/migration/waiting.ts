import type { OnWait } from "../../core/migration/applierLock.ts";
import type { CommandContext } from "../context.ts";

/** Tells as progress whom an apply or a rollback waits for. */
export function waiting(context: CommandContext): OnWait {
  return (holder) => context.progress({ message: `Waiting for another apply${holder === null ? "" : `: ${holder}`}` });
}
