import type { Finding } from "../../../report/report.ts";
import type { RunPlan } from "../../plan.ts";
import type { Outcome } from "../outcome.ts";
import { failed } from "../runPlan.ts";
import type { Prepared, Trial } from "../trial.ts";

/** Statements that the server refused in the up script, and scripts that must not be run at all. */
export function failures(migrations: readonly Prepared[], trials: readonly Trial[]): Finding[] {
  return [
    ...migrations.flatMap(({ up }) => refusals(up)),
    ...trials.flatMap(({ prepared, up }) => {
      const failure = failed(up);
      return failure === undefined ? [] : [failureFinding("dry-run/statement-failed", prepared.up, failure)];
    }),
  ];
}

export function refusals(plan: RunPlan): Finding[] {
  return plan.refusals.map((one) => ({ rule: one.reason === "dialect" ? "dialect/refused" : "dry-run/not-allowed", severity: "error", message: `${one.message} ${one.next}`.trim(), file: plan.file, range: one.range }));
}

/** A failed statement with its SQLSTATE, its place to the character, and what to do. */
export function failureFinding(rule: string, plan: RunPlan, outcome: Outcome, opening = ""): Finding {
  const { statement, failure, result } = outcome;
  const error = failure!;
  const at = { line: result.error?.line ?? statement.range.start.line, character: result.error?.character ?? statement.range.start.character };
  const verb = statement.facts?.verb ?? "The statement";
  const next = error.reason === "syntax" ? `Correct the statement there and try again; verify-order ${plan.file} shows every place that cannot be read at once.` : error.next;
  const place = `line ${at.line + 1}, column ${at.character + 1}`;
  return {
    rule,
    severity: "error",
    message: `${opening}${verb} failed at ${place}: ${error.message} (${error.code})${next === undefined ? "" : `. ${next}`}`,
    file: plan.file,
    range: { start: at, end: endOfWord(plan, statement.start, statement.sql, error.offset) },
    evidence: [{ kind: "sql", title: "The statement that failed", sql: result.sql }],
  };
}

/** The end of the word that the error points at; of the statement where it points nowhere. */
function endOfWord(plan: RunPlan, start: number, sql: string, offset: number | undefined): { line: number; character: number } {
  if (offset === undefined) return plan.lines.position(start + sql.length);
  const word = /^(?:"[^"]*"|[\w$]+|\S)/.exec(sql.slice(offset))?.[0] ?? "";
  return plan.lines.position(start + offset + Math.max(word.length, offset < sql.length ? 1 : 0));
}
