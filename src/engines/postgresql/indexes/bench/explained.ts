import type { Identity } from "../../../../core/access/identity.ts";
import type { Cell, Session } from "../../../engine.ts";
import { becomeStatement } from "../../access/become.ts";

/** Explains a statement as somebody would have it planned, whose policies hold then; absent: as the connection's own account. Nothing of it stays. */
export async function explained(session: Session, as: Identity | undefined, prefix: string, sql: string, signal: AbortSignal, inside = false): Promise<Cell | undefined> {
  const become = as === undefined ? undefined : becomeStatement(as);
  const run = async (): Promise<Cell | undefined> => {
    if (become !== undefined) await session.run(become);
    return (await session.run(`${prefix}${sql}`, { signal })).rows[0]?.[0];
  };
  return inside ? session.savepoint("undo", run) : session.transaction("rollback", run);
}
