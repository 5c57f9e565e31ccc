import { isDataEngineerError, throwIfCancelled } from "../../errors.ts";
import type { StatementError } from "../../errors.ts";
import type { Connection, Probe } from "../ports.ts";
import type { StatementResult } from "../result.ts";
import type { RunnableStatement, RunPlan } from "../plan.ts";

/** One statement after it was tried: what the report shows, and what the findings need besides. */
export interface Outcome {
  readonly statement: RunnableStatement;
  readonly result: StatementResult;
  readonly failure?: StatementError;
  readonly notices: readonly string[];
}

export interface RunHow {
  /** Ask for locks and rewrites after each statement; only inside a transaction. */
  readonly probe: boolean;
  readonly signal: AbortSignal;
}

/** Runs one statement. What the server refuses is an outcome; a lost connection and a cancel are thrown. */
export async function runStatement(connection: Connection, plan: RunPlan, statement: RunnableStatement, how: RunHow): Promise<Outcome> {
  throwIfCancelled(how.signal);
  const started = performance.now();
  try {
    const options = { signal: how.signal, maxRows: 0 };
    const done = statement.copyData === undefined ? await connection.run(statement.sql, options) : await connection.copyIn(statement.sql, statement.copyData, options);
    const durationMs = elapsed(started);
    const seen = how.probe ? await connection.probe() : nothingSeen;
    return { statement, notices: done.notices, result: { ...opening(statement), status: "passed", durationMs, ...rowsOf(statement, done.rowCount), ...shownProbe(seen) } };
  } catch (error) {
    if (!isStatementError(error)) throw error;
    return refused(plan, statement, elapsed(started), error);
  }
}

/** The outcome of a statement that passed, then failed with its transaction's end. */
export function failedAt(plan: RunPlan, outcome: Outcome, error: StatementError): Outcome {
  return refused(plan, outcome.statement, outcome.result.durationMs, error);
}

function refused(plan: RunPlan, statement: RunnableStatement, durationMs: number, error: StatementError): Outcome {
  const at = plan.lines.position(statement.start + (error.offset ?? 0));
  const described = { code: error.code, message: error.message, line: at.line, character: at.character };
  return { statement, failure: error, notices: [], result: { ...opening(statement), status: "failed", durationMs, error: described } };
}

/** The outcome of a statement that was not tried. */
export function skipped(statement: RunnableStatement): Outcome {
  return { statement, notices: [], result: { ...opening(statement), status: "skipped", durationMs: 0 } };
}

export function isStatementError(error: unknown): error is StatementError {
  return isDataEngineerError(error) && error.kind === "statement";
}

/** Milliseconds since `started`, to a tenth. */
export function elapsed(started: number): number {
  return Math.round((performance.now() - started) * 10) / 10;
}

const nothingSeen: Probe = { locks: [], rewrites: [] };
const longest = 4000;

function opening(statement: RunnableStatement): { line: number; sql: string } {
  const { sql } = statement;
  return { line: statement.range.start.line, sql: sql.length > longest ? `${sql.slice(0, longest)} …` : sql };
}

function rowsOf(statement: RunnableStatement, rows: number): { rows?: number } {
  const kind = statement.facts?.kind;
  return kind === "dml" || kind === "query" || statement.copyData !== undefined ? { rows } : {};
}

function shownProbe(seen: Probe): Pick<StatementResult, "locks" | "rewrites"> {
  return { ...(seen.locks.length === 0 ? {} : { locks: seen.locks.map(({ object, mode }) => ({ object, mode })) }), ...(seen.rewrites.length === 0 ? {} : { rewrites: [...seen.rewrites] }) };
}
