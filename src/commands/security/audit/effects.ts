import type { Session } from "../../../engines/engine.ts";

/** What an audit that tries things does besides reading, on this engine, in words. */
export function effectsOn(session: Session): string {
  if (session.migrations.trial === "transaction") {
    return "Trying makes rows, runs statements as other roles and executes fixes, and undoes all of it. Triggers, defaults, policies, views and functions of the database run while it does: what they do outside of their database is not undone, sequences may have moved on, and for moments others may have waited for a table.";
  }
  const accounts = session.access === undefined || session.audit.sampled === true ? "" : ", makes disposable accounts";
  return `Trying makes a scratch database${accounts}, runs statements and executes fixes there, and drops all of it; the target is only read. Triggers, views and routines that were copied run while it does: what they do outside of their database is not undone.`;
}
