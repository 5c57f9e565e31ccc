import type { Result, Session } from "../../../engine.ts";
import { quoteName } from "../../quote.ts";

/** Explains a statement as a role would have it planned, whose policies hold then; absent: the connection's own. Nothing of it stays. */
export async function asRole(session: Session, role: string | undefined, prefix: string, sql: string, signal: AbortSignal, inside = false): Promise<Result> {
  const run = async (): Promise<Result> => {
    if (role !== undefined) await session.run(`SET LOCAL ROLE ${quoteName(role)}`);
    return session.run(`${prefix}${sql}`, { signal });
  };
  return inside ? session.savepoint("undo", run) : session.transaction("rollback", run);
}
