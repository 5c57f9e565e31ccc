import type { OnlineWay, ShutOut } from "../adapter.ts";
import type { Connection } from "../ports.ts";
import type { RunnableStatement } from "../plan.ts";
import { isStatementError } from "./outcome.ts";

/** What was found out about a statement before it ran on a scratch database: how the server does it, and whom it shuts out of what the target holds. */
export interface Foreseen {
  readonly statement: RunnableStatement;
  readonly way: OnlineWay | null;
  readonly shutOut: ShutOut | null;
  /** Where `shutOut` was counted: the target's rows as they are, or the scratch database's, where the script (or one before it) has changed them by then. */
  readonly of: "target" | "scratch";
  /** A rule that holds for the sampled rows; whether it does for the others nobody asked. */
  readonly unasked?: { readonly object: string; readonly rule: string };
}

/**
 * Asks the scratch database how it would do the statement, and the target what of it would be shut out. None where neither has an answer.
 * `ran`: what ran before on the scratch database. A migration that mends its rows before it tightens their rule shuts out nothing, so rows that were changed are counted there.
 */
export async function lookAhead(scratch: Connection, target: Connection | null, statement: RunnableStatement, inTransaction: boolean, ran: readonly RunnableStatement[], signal: AbortSignal): Promise<Foreseen[]> {
  if (target === null || scratch.migrations.trial !== "scratch" || inTransaction || statement.facts?.kind !== "ddl") return [];
  const way = await answer(scratch.migrations.onlineWay(statement));
  const onTarget = await answer(target.migrations.shutOut?.(statement, signal));
  const onScratch = await answer(scratch.migrations.shutOut?.(statement, signal));
  const of = onTarget === null || ran.some((one) => changesRowsOf(onTarget.object, one)) ? "scratch" : "target";
  const shutOut = of === "target" ? onTarget : onScratch;
  return way === null && shutOut === null ? [] : [{ statement, way, shutOut, of }];
}

/** Also true where it cannot be told: a module or a statement that the parser does not know. */
export function changesRowsOf(table: string, { facts }: RunnableStatement): boolean {
  if (facts === null || facts.kind === "utility" || facts.opaque === true) return true;
  return facts.kind === "dml" && [...facts.uses, ...facts.destroys.map(({ object }) => object)].some((object) => object.name === table || object.table === table);
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
