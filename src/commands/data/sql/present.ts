import { isDataEngineerError } from "../../../core/errors.ts";
import type { DataEngineerError } from "../../../core/errors.ts";
import type { Json } from "../../../core/json.ts";
import type { Nouns } from "../../../core/nouns.ts";
import { titled } from "../../../core/nouns.ts";
import { durationText, oneLine } from "../../../core/report/render/cell.ts";
import { findingOfError, reportedError } from "../../../core/report/reportedError.ts";
import type { Evidence, ReportBody } from "../../../core/report/report.ts";
import type { StatementFacts } from "../../../core/script/facts.ts";
import { filesOf } from "../../../core/snapshot/create.ts";
import type { DoneStatement, RunOutcome } from "./outcome.ts";
import { planText } from "./planText.ts";
import type { SqlPlan } from "./planRun.ts";
import type { SqlScript } from "./readScript.ts";
import type { Page } from "./runStatement.ts";

/** The report of a run: each query's page as a table, the other statements in one. */
export function runReport(script: SqlScript, plan: SqlPlan, run: RunOutcome, page: Page, nouns: Nouns): ReportBody {
  const error = isDataEngineerError(run.error) ? run.error : undefined;
  const finding = error === undefined ? undefined : findingOfError(error);
  return {
    status: error === undefined ? "passed" : "failed",
    summary: error === undefined ? passedSummary(plan, run, nouns) : failedSummary(plan, run, error),
    findings: finding === undefined ? [] : [finding],
    evidence: [...statementsTable(script, plan, run), ...run.done.flatMap((done, index) => rowsTable(done, index, plan, page, nouns)), ...notices(run)],
    data: {
      statements: run.done.map((done) => statementData(script, done)),
      committed: run.committed,
      ...(run.snapshot === undefined ? {} : { snapshot: run.snapshot.manifest.id }),
      ...(error === undefined ? {} : { error: reportedError(error) as unknown as Json }),
    },
    ...(run.snapshot === undefined ? {} : { files: filesOf(run.snapshot) }),
  };
}

function passedSummary(plan: SqlPlan, run: RunOutcome, nouns: Nouns): string {
  const count = plan.statements.length;
  const ran = count === 1 ? outcomeText(run.done[0], nouns) : `${count} statements ran${plan.way === "alone" ? "" : " in one transaction"}`;
  const end = !run.committed ? (plan.way === "rollback" ? "; rolled back, as the script says" : "") : plan.writes || plan.destroys.length > 0 ? "; committed" : "";
  const kept = run.snapshot === undefined ? "" : ` What it replaced or removed is kept: rollback ${run.snapshot.manifest.id} brings it back.`;
  return `${ran}${end}.${kept}`;
}

function outcomeText(done: DoneStatement | undefined, { row }: Nouns): string {
  if (done === undefined) return "Nothing ran";
  const { columns, rows, rowCount, more } = done.outcome;
  if (columns.length === 0) return rowCount === null || rowCount === 0 ? done.facts.verb : `${done.facts.verb}: ${rowCount} ${row}${rowCount === 1 ? "" : "s"}`;
  return `${rows.length} ${row}${rows.length === 1 ? "" : "s"}${more ? " shown, more follow" : ""}`;
}

function failedSummary(plan: SqlPlan, run: RunOutcome, error: DataEngineerError): string {
  const at = plan.statements.length === 1 ? "" : run.done.length === plan.statements.length ? "At the commit: " : `Statement ${run.done.length + 1} of ${plan.statements.length}: `;
  const end = plan.way === "alone" ? (plan.statements.length === 1 ? "It ran outside of a transaction: look at what it left behind." : run.done.length === 0 ? "It ran outside of a transaction: look at what it left behind; nothing ran before it." : `What ran before it stays: ${run.done.map((done) => done.facts.verb).slice(0, 5).join(", ")}${run.done.length > 5 ? ` and ${run.done.length - 5} more` : ""}.`) : "Nothing was changed.";
  return `${at}${error.message} ${end}`;
}

function statementsTable(script: SqlScript, plan: SqlPlan, run: RunOutcome): Evidence[] {
  if (plan.statements.length < 2) return [];
  return [
    {
      kind: "table",
      title: "Statements",
      columns: ["Line", "", "Statement", "Time", "Rows"],
      rows: plan.statements.map((facts, index) => {
        const done = run.done[index];
        const mark = done !== undefined ? "✔" : index === run.done.length && run.error !== undefined ? "✘" : "–";
        return [lineOf(script, facts) + 1, mark, oneLine(facts.statement.text), done === undefined ? "" : durationText(done.durationMs), done === undefined ? "" : rowsText(done)];
      }),
    },
  ];
}

function rowsText({ facts, outcome }: DoneStatement): Json {
  if (outcome.columns.length === 0 && facts.kind !== "dml" && facts.statement.copyData === undefined) return "";
  return outcome.rowCount ?? `more than ${outcome.rows.length}`;
}

function rowsTable(done: DoneStatement, index: number, plan: SqlPlan, page: Page, nouns: Nouns): Evidence[] {
  const { columns, rows, more } = done.outcome;
  if (columns.length === 0) return [];
  const which = plan.statements.length === 1 ? `${titled(nouns.row)}s` : `${titled(nouns.row)}s of statement ${index + 1}`;
  const paged = page.number > 1 || more ? `, page ${page.number}${more ? `; --page ${page.number + 1} shows the next` : ""}` : "";
  return [{ kind: "table", title: `${which}${paged}`, columns: columns.map((column) => column.name), rows }];
}

function notices(run: RunOutcome): Evidence[] {
  const said = run.done.flatMap((done) => done.outcome.notices);
  return said.length === 0 ? [] : [{ kind: "text", title: "The server said", text: said.join("\n") }];
}

function statementData(script: SqlScript, { facts, outcome, durationMs }: DoneStatement): Json {
  return {
    sql: facts.statement.text,
    line: lineOf(script, facts),
    columns: outcome.columns.map(({ name, type }) => ({ name, type })),
    rows: outcome.rows,
    rowCount: outcome.rowCount,
    more: outcome.more,
    durationMs: Math.round(durationMs * 1000) / 1000,
  };
}

function lineOf(script: SqlScript, facts: StatementFacts): number {
  return script.lines.position(facts.statement.start).line;
}

/** The plans of a script's statements; nothing was executed. */
export function explainReport(plans: readonly { readonly sql: string; readonly format: "text" | "json"; readonly text: string }[]): ReportBody {
  return {
    status: "passed",
    summary: `${plans.length === 1 ? "The plan of the statement" : `The plans of ${plans.length} statements`}; nothing was executed.`,
    evidence: plans.map((plan) => ({ kind: "text", title: oneLine(plan.sql), text: planText(plan.format, plan.text) })),
    data: { statements: plans.map(({ sql, format, text }) => ({ sql, plan: format === "json" ? (JSON.parse(text) as Json) : text })), committed: false },
  };
}
