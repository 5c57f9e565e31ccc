import { RefusedError } from "../../../core/errors.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import type { SqlScript } from "../../data/sql/readScript.ts";

export interface Agreement {
  /** Somebody agreed to it; else nothing that the query calls may write either. */
  readonly agreed: boolean;
  /** What a rollback will not take back. */
  readonly left: readonly string[];
}

/**
 * A query that only reads is executed as asked; one that writes, and any on a production connection, is asked about in every mode. `hidden`: it turned out to
 * write although its text does not say so. Throws RefusedError where nobody agrees, or in explore mode for what writes.
 */
export async function askBeforeExecution(context: CommandContext, session: Session, script: SqlScript, hidden = false): Promise<Agreement> {
  const [facts] = script.statements;
  if (facts === undefined) return { agreed: false, left: [] };
  const { engine } = session;
  const traces = engine.leavesTraces(facts.statement.text) || engine.reachesBeyond(facts.statement.text) || facts.transaction === "sideEffects";
  const left = traces ? ["It calls what a rollback does not take back: a sequence moves on, a lock or a message stays, another server or a file is reached."] : [];
  const writes = facts.writes || hidden;
  if (writes && session.facts.readOnly) {
    throw new RefusedError("exploreMode", "The query writes, and this connection only reads: it cannot be executed for its plan.", { next: "Leave out --analyze, or leave explore mode." });
  }
  if (!writes && !traces && context.role !== "production") return { agreed: false, left: [] };
  const { database, dialect, version } = session.facts;
  await context.confirm({
    title: `Execute ${facts.verb} on ${database} for its plan?`,
    detail: [
      `It runs for real on ${database} (${dialect} ${version}, ${context.role}), with the session's time limits${writes ? ", and what it changed is rolled back" : ""}.`,
      ...(hidden ? ["A function that it calls writes."] : []),
      ...(writes ? ["While it runs it holds the locks that it takes, and triggers fire."] : []),
      ...left,
    ].join("\n"),
    sql: [facts.statement.text], destroys: [], always: true,
  });
  return { agreed: writes || traces, left };
}
