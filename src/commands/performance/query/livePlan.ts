import { StatementError, UsageError } from "../../../core/errors.ts";
import type { Identity } from "../../../core/access/identity.ts";
import { located } from "../../../core/script/locate.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import type { SqlScript } from "../../data/sql/readScript.ts";
import { placeOf } from "../../data/sql/readScript.ts";
import { askBeforeExecution } from "./askBeforeExecution.ts";
import type { Agreement } from "./askBeforeExecution.ts";
import { readPlan } from "./readPlan.ts";
import type { ReadPlan } from "./readPlan.ts";

export interface LivePlanRequest {
  readonly analyse: boolean;
  /** Somebody agreed that what it calls may write. */
  readonly agreed?: boolean;
  readonly identity?: Identity;
}

/** Asks the server for the plan of the one statement of a script. Throws StatementError with its place in the script for what the server refuses. */
export async function livePlan(context: CommandContext, session: Session, script: SqlScript, { analyse, agreed = false, identity }: LivePlanRequest): Promise<ReadPlan> {
  const [facts, second] = script.statements;
  if (facts === undefined || second !== undefined) {
    throw new UsageError("badArgument", `One statement is explained at a time; here are ${script.statements.length}.`, { next: "Select one of them, or give the workload as a file to design-indexes --workload." });
  }
  const sql = facts.statement.text;
  try {
    const explain = (): Promise<{ readonly text: string }> => session.explain(sql, { analyse, readOnly: analyse && !agreed, detailed: analyse, signal: context.signal });
    const { text } = identity === undefined ? await explain() : await asSomebody(session, identity, explain);
    return await readPlan(text, session.facts.dialect, sql);
  } catch (error) {
    throw error instanceof StatementError ? located(error, placeOf(script, facts)) : error;
  }
}

/** In a transaction that is rolled back, since whoever is pretended to be might write when the statement runs. */
async function asSomebody<Value>(session: Session, identity: Identity, work: () => Promise<Value>): Promise<Value> {
  const become = session.access?.become;
  if (become === undefined) throw new UsageError("badArgument", `Plans do not depend on who asks on ${session.facts.dialect}, or nobody can be pretended to be there.`, { next: "Leave out --user." });
  return await session.transaction(session.facts.readOnly ? "readOnly" : "rollback", async () => {
    await become(session, identity);
    return await work();
  });
}

/** Executes for the plan as far as somebody agreed; where the query turns out to write, it is asked then, and executed again. */
export async function executedPlan(context: CommandContext, session: Session, script: SqlScript, { agreed, left }: Agreement, identity?: Identity): Promise<{ readonly read: ReadPlan; readonly left: readonly string[] }> {
  const who = identity === undefined ? {} : { identity };
  try {
    return { read: await livePlan(context, session, script, { analyse: true, agreed, ...who }), left };
  } catch (error) {
    if (agreed || !(error instanceof StatementError) || error.reason !== "readOnly" || session.facts.readOnly) throw error;
    const again = await askBeforeExecution(context, session, script, true);
    return { read: await livePlan(context, session, script, { analyse: true, agreed: true, ...who }), left: again.left };
  }
}
