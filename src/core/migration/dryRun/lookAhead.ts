import type { OnlineWay, ShutOut } from "../adapter.ts";
import type { Connection } from "../ports.ts";
import type { RunnableStatement } from "../runnable.ts";
import { isStatementError } from "./outcome.ts";

/** What was found out about a statement before it ran on a scratch database: how the server does it, and whom it shuts out of what the target holds. */
export interface Foreseen {
  readonly statement: RunnableStatement;
  readonly way: OnlineWay | null;
  readonly shutOut: ShutOut | null;
}

/** Asks the scratch database how it would do the statement, and the target what of it would be shut out. None where neither has an answer. */
export async function lookAhead(scratch: Connection, target: Connection | null, statement: RunnableStatement, inTransaction: boolean, signal: AbortSignal): Promise<Foreseen[]> {
  if (target === null || scratch.migrations.trial !== "scratch" || inTransaction || statement.facts?.kind !== "ddl") return [];
  const way = await answer(scratch.migrations.onlineWay(statement));
  const shutOut = await answer(target.migrations.shutOut?.(statement, signal));
  return way === null && shutOut === null ? [] : [{ statement, way, shutOut }];
}

/** null also for what the server refuses to answer: a table that only the script makes. The statement itself tells then. */
async function answer<Value>(asked: Promise<Value | null> | undefined): Promise<Value | null> {
  try {
    return (await asked) ?? null;
  } catch (error) {
    if (!isStatementError(error)) throw error;
    return null;
  }
}
