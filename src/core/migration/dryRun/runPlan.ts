import type { Connection } from "../ports.ts";
import type { RunnableStatement, RunPlan, Step } from "../plan.ts";
import { failedAt, isStatementError, runStatement, skipped } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";

export interface PlanHooks {
  readonly signal: AbortSignal;
  /** Ask for the locks and rewrites of each statement. */
  readonly probe: boolean;
  /** Called before each statement; what it runs must not disturb the transaction. */
  before?(statement: RunnableStatement, inTransaction: boolean): Promise<void>;
}

/** Runs all statements in the transaction that is open; after a failure the rest is skipped. */
export function runHere(connection: Connection, plan: RunPlan, hooks: PlanHooks): Promise<Outcome[]> {
  return runAll(connection, plan, plan.statements, true, hooks);
}

/** Runs a script as it is applied: transactional steps are committed, the others commit by themselves. After a failure the rest is skipped. */
export async function runSteps(connection: Connection, plan: RunPlan, hooks: PlanHooks): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of plan.steps) {
    if (failed(outcomes)) outcomes.push(...step.statements.map(skipped));
    else outcomes.push(...(await runStep(connection, plan, step, hooks)));
  }
  return outcomes;
}

export function failed(outcomes: readonly Outcome[]): Outcome | undefined {
  return outcomes.find((outcome) => outcome.failure !== undefined);
}

async function runStep(connection: Connection, plan: RunPlan, step: Step, hooks: PlanHooks): Promise<Outcome[]> {
  if (!step.transactional) return runAll(connection, plan, step.statements, false, hooks);
  let outcomes: Outcome[] = [];
  try {
    await connection.transaction("commit", async () => {
      outcomes = await runAll(connection, plan, step.statements, true, hooks);
      if (failed(outcomes) !== undefined) throw new StepFailed();
    });
  } catch (error) {
    if (!(error instanceof StepFailed)) return atCommit(outcomes, error, plan);
  }
  return outcomes;
}

/** Ends a transaction whose statement failed; never leaves this file. */
class StepFailed extends Error {}

async function runAll(connection: Connection, plan: RunPlan, statements: readonly RunnableStatement[], inTransaction: boolean, hooks: PlanHooks): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const statement of statements) {
    if (failed(outcomes)) outcomes.push(skipped(statement));
    else {
      await hooks.before?.(statement, inTransaction);
      outcomes.push(await runStatement(connection, plan, statement, { probe: hooks.probe && inTransaction, signal: hooks.signal }));
    }
  }
  return outcomes;
}

/** A constraint that is checked at the commit: the failure belongs to the step's last statement. */
function atCommit(outcomes: readonly Outcome[], error: unknown, plan: RunPlan): Outcome[] {
  const last = outcomes.at(-1);
  if (last === undefined || !isStatementError(error)) throw error;
  return [...outcomes.slice(0, -1), failedAt(plan, last, error)];
}
