import type { AccessAdapter } from "../../../engines/access.ts";
import type { Session } from "../../../engines/engine.ts";

/** Inside a trial: works so that nothing of it is left for what is tried next; in a further trial where the engine cannot take structure back. */
export function undone<Value>(session: Session, access: AccessAdapter<Session>, work: (session: Session) => Promise<Value>, signal: AbortSignal): Promise<Value> {
  return session.migrations.undoes === "structure" ? session.savepoint("undo", () => work(session)) : access.trial(work, signal);
}
