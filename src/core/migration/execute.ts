import { isDataEngineerError, throwIfCancelled, type StatementError } from "../errors.ts";
import { together } from "./together.ts";
import type { Connection } from "./ports.ts";
import type { StatementResult } from "./result.ts";
import { retryLocks } from "./retry.ts";
import type { RunnableStatement, RunPlan, Step } from "./plan.ts";

/** What happens while a script runs, for progress. Indexes count the statements of the plan from 0. */
export type ExecutionEvent =
  | { readonly kind: "starting" | "executed" | "recorded"; readonly statement: number; readonly of: number; readonly sql: string }
  | { readonly kind: "retry"; readonly statement: number; readonly of: number; readonly attempt: number; readonly reason: string };

export interface Execution {
  readonly connection: Connection;
  readonly plan: RunPlan;
  /** The first statement to run; those before it are done already. Stands at the start of a step, where a transaction holds one. */
  readonly from: number;
  /** Runs first inside the first step's transaction, where that step is transactional. Runs again when the step is tried again. */
  readonly onBegin?: () => Promise<void>;
  /** Puts on record that so many statements are done: in the transaction of the statements themselves wherever one holds them. */
  readonly record: (done: number, last: boolean) => Promise<void>;
  readonly onEvent: (event: ExecutionEvent) => void;
  readonly signal: AbortSignal;
  /** The folder where an opaque statement keeps what it is about to lose (see snapshot/keptAside.ts); absent or null: nothing is kept. */
  readonly keepIn?: () => Promise<string | null>;
}

/** How far a script came. `error` is absent where it came to its end. */
export interface ExecutionEnd {
  /** One for each statement of the plan; those before `from` and behind a failure are skipped. */
  readonly results: readonly StatementResult[];
  /** Statements whose effects stand. */
  readonly done: number;
  readonly error?: unknown;
  /** The statement that may have left something behind although it failed: it ran outside of any transaction. */
  readonly unsettled?: RunnableStatement;
}

/** Runs a script step by step. Never throws: an interrupted or failed run says how far it came. */
export async function execute(run: Execution): Promise<ExecutionEnd> {
  const results = run.plan.statements.map((statement) => skipped(statement));
  let done = run.from;
  let at = 0;
  let current: RunnableStatement | undefined;
  const { undoes } = run.connection.migrations;
  const settings = run.plan.statements.slice(0, run.from).filter(setsSession);
  try {
    for (const statement of settings) await run.connection.run(statement.sql, { signal: run.signal });
    const of = run.plan.statements.length;
    if (run.from >= of) {
      await together(run.connection, async () => {
        await run.onBegin?.();
        await run.record(of, true);
      });
    }
    for (const step of run.plan.steps) {
      const first = at;
      at += step.statements.length;
      if (at <= run.from) continue;
      throwIfCancelled(run.signal);
      if (undoes !== "nothing" && (step.transactional || step.statements.every(sharesTransaction))) await runTogether(run, step, first, results);
      else {
        for (const [index, statement] of step.statements.entries()) {
          if (first + index < run.from) continue;
          current = statement;
          await runAlone(run, statement, first + index, results);
          current = undefined;
          done = first + index + 1;
        }
      }
      done = at;
    }
    return { results, done };
  } catch (error) {
    return { results, done, error, ...(current === undefined ? {} : { unsettled: current }) };
  }
}

async function runTogether(run: Execution, step: Step, first: number, results: StatementResult[]): Promise<void> {
  const of = run.plan.statements.length;
  const after = first + step.statements.length;
  let reached = first;
  await retryLocks(
    () => {
      for (const [index, statement] of step.statements.entries()) results[first + index] = skipped(statement);
      return run.connection.transaction("commit", async () => {
        if (first === run.from) await run.onBegin?.();
        for (const [index, statement] of step.statements.entries()) {
          reached = first + index;
          await runStatement(run, statement, reached, results);
        }
        await run.record(after, after === of);
      });
    },
    run.signal,
    (attempt, error) => run.onEvent({ kind: "retry", statement: reached, of, attempt, reason: error.message }),
  );
  run.onEvent({ kind: "recorded", statement: after - 1, of, sql: step.statements.at(-1)?.sql ?? "" });
}

async function runAlone(run: Execution, statement: RunnableStatement, index: number, results: StatementResult[]): Promise<void> {
  const of = run.plan.statements.length;
  const work = (): Promise<void> => runStatement(run, statement, index, results);
  // Where each change of structure stands or falls by itself, one that waited too long for a lock has done nothing.
  if (run.connection.migrations.undoes === "rows" && statement.facts?.kind === "ddl") await retryLocks(work, run.signal, (attempt, error) => run.onEvent({ kind: "retry", statement: index, of, attempt, reason: error.message }));
  else await work();
  await run.record(index + 1, index + 1 === of);
  run.onEvent({ kind: "recorded", statement: index, of, sql: statement.sql });
}

async function runStatement(run: Execution, statement: RunnableStatement, index: number, results: StatementResult[]): Promise<void> {
  throwIfCancelled(run.signal);
  const of = run.plan.statements.length;
  run.onEvent({ kind: "starting", statement: index, of, sql: statement.sql });
  const started = performance.now();
  try {
    const { sql, copyData } = statement;
    const keepIn = statement.facts?.opaque === true ? await run.keepIn?.() : undefined;
    const options = { signal: run.signal, maxRows: 0, ...(keepIn == null ? {} : { keepIn }) };
    const ran = copyData === undefined ? await run.connection.run(sql, options) : await run.connection.copyIn(sql, copyData, options);
    const changedRows = copyData !== undefined || statement.facts?.kind === "dml";
    results[index] = { ...skipped(statement), status: "passed", durationMs: performance.now() - started, ...(changedRows ? { rows: ran.rowCount } : {}) };
  } catch (error) {
    results[index] = { ...skipped(statement), status: "failed", durationMs: performance.now() - started, error: placed(error, statement, run.plan) };
    throw error;
  }
  run.onEvent({ kind: "executed", statement: index, of, sql: statement.sql });
}

function skipped(statement: RunnableStatement): StatementResult {
  return { line: statement.range.start.line, sql: statement.sql, status: "skipped", durationMs: 0 };
}

/** A failure as reports show it, at its line and character of the file. */
export function placed(error: unknown, statement: RunnableStatement, plan: RunPlan): NonNullable<StatementResult["error"]> {
  const known = isDataEngineerError(error);
  const { code, offset } = known && error.kind === "statement" ? (error as StatementError) : { code: known ? error.reason : "unknown", offset: undefined };
  const position = offset === undefined ? statement.range.start : plan.lines.position(statement.start + offset);
  return { code, message: error instanceof Error ? error.message : String(error), line: position.line, character: position.character };
}

/** True for a statement that changes nothing but the session: SET, PRAGMA foreign_keys, SELECT set_config(…). */
export function setsSession({ facts, sql }: RunnableStatement): boolean {
  return facts?.kind === "session" || (facts?.kind === "query" && /\bset_config\s*\(/i.test(sql));
}

/** How many statements count as done: none, where all that was done has only set the session and a transaction was to follow. */
export function countedDone(plan: RunPlan, done: number): number {
  let at = 0;
  for (const step of plan.steps) {
    if (at === done) return (step.transactional || step.statements.every(sharesTransaction)) && plan.statements.slice(0, done).every(setsSession) ? 0 : done;
    at += step.statements.length;
  }
  return done;
}

/**
 * True for a statement that stands alone (a directive asked for it, or an enum value must be committed before its use) although a transaction can hold it:
 * then it is done and on record in one.
 */
export function sharesTransaction(statement: RunnableStatement): boolean {
  const { facts } = statement;
  if (facts === null || facts.kind === "session" || facts.transaction === "outside") return false;
  return !/^(?:CALL|DO|PRAGMA)\b/i.test(facts.verb) && !/^\s*PRAGMA\b/i.test(statement.sql);
}
