import { throwIfCancelled } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";

/** Nothing that is tried may wait long for others, or make others wait long; and where the connection has row_security off, the server would raise where it filters. */
const limits = ["SET LOCAL row_security = on", "SET LOCAL lock_timeout = '2s'", "SET LOCAL statement_timeout = '15s'", "SET LOCAL idle_in_transaction_session_timeout = '60s'", "SET CONSTRAINTS ALL IMMEDIATE"];

/** Works in a transaction that is always rolled back. On a connection that only reads, the transaction only reads. */
export async function trial<Value>(session: Session, work: (session: Session) => Promise<Value>, signal: AbortSignal): Promise<Value> {
  throwIfCancelled(signal);
  return await session.transaction("rollback", async () => {
    for (const limit of limits) await session.run(limit, { signal });
    return await work(session);
  });
}
