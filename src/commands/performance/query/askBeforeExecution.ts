import { RefusedError } from "../../../core/errors.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import type { SqlScript } from "../../data/sql/readScript.ts";

/**
 * A query that only reads is executed as asked; one that writes, and any on a production connection, is asked about in every mode. Returns what a
 * rollback will not take back. Throws RefusedError where nobody agrees, or in explore mode for what writes.
 */
export async function askBeforeExecution(context: CommandContext, session: Session, script: SqlScript): Promise<readonly string[]> {
  const [facts] = script.statements;
  if (facts === undefined) return [];
  const { engine } = session;
  const traces = engine.leavesTraces(facts.statement.text) || engine.reachesBeyond(facts.statement.text) || facts.transaction === "sideEffects";
  const left = traces ? ["It calls what a rollback does not take back: a sequence moves on, a lock or a message stays, another server or a file is reached."] : [];
  if (facts.writes && session.facts.readOnly) {
    throw new RefusedError("exploreMode", "The query writes, and this connection only reads: it cannot be executed for its plan.", { next: "Leave out --analyze, or leave explore mode." });
  }
  if (!facts.writes && !traces && context.role !== "production") return [];
  const { database, dialect, version } = session.facts;
  await context.confirm({
    title: `Execute ${facts.verb} on ${database} for its plan?`,
    detail: [
      `It runs for real on ${database} (${dialect} ${version}, ${context.role}), with the session's time limits${facts.writes ? ", and what it changed is rolled back" : ""}.`,
      ...(facts.writes ? ["While it runs it holds the locks that it takes, and triggers fire."] : []),
      ...left,
    ].join("\n"),
    sql: [facts.statement.text], destroys: [], always: true,
  });
  return left;
}
