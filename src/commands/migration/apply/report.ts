import { isDataEngineerError } from "../../../core/errors.ts";
import type { ApplyEnd, AppliedMigration } from "../../../core/migration/apply.ts";
import { asJson, type MigrationResult } from "../../../core/migration/result.ts";
import { filesOf } from "../../../core/snapshot/create.ts";
import type { Finding, ReportBody } from "../../../core/report/report.ts";
import type { IntegrityProblem, Session } from "../../../engines/engine.ts";
import type { Choice } from "./choose.ts";
import type { Proven } from "./prove.ts";
import { counted } from "../../../core/counted.ts";
import { nounsOf, titled } from "../../../core/nouns.ts";

/** The report of an apply that ran, to its end or not. */
export function applyReport(session: Session, choice: Choice, proven: Proven, end: ApplyEnd, problems: readonly IntegrityProblem[]): ReportBody {
  const results = end.migrations.map((one) => resultOf(one, proven));
  const failed = end.migrations.find((one) => one.status === "failed");
  const cancelled = isDataEngineerError(end.error) && end.error.kind === "cancelled";
  const findings = [...(failed === undefined || cancelled ? [] : [failureOf(failed, end.error)]), ...choice.findings, ...end.findings, ...proven.findings, ...problems.map(problemFinding)];
  const kept = Object.entries(end.rowsKept);
  const { row, table } = nounsOf(session.facts.dialect);
  return {
    status: cancelled ? "cancelled" : failed === undefined && problems.length === 0 ? "passed" : "failed",
    summary: summaryOf(session, end, problems.length),
    findings,
    evidence: [...(kept.length === 0 ? [] : [{ kind: "table" as const, title: `${titled(row)}s kept in the snapshot`, columns: [titled(table), `${titled(row)}s`], rows: kept }]), ...proven.evidence.filter((one) => one.title !== "Statements")],
    data: {
      migrations: asJson(results),
      snapshot: end.snapshots[0]?.manifest.id ?? end.undoneTo?.manifest.id,
      snapshots: end.snapshots.map((one) => one.manifest.id),
      rowsKept: end.rowsKept,
      verified: problems.length === 0,
    },
    files: end.snapshots.flatMap(filesOf),
  };
}

function resultOf({ migration, status, statements }: AppliedMigration, proven: Proven): MigrationResult {
  const verdict = proven.verdicts.get(migration.version) ?? { rollback: { script: migration.down?.file ?? null, verified: null, differences: [] }, proof: "none" as const };
  return { version: migration.version, file: migration.up.file, status: status === "applied" ? "passed" : status === "failed" ? "failed" : "skipped", statements, ...verdict };
}

function failureOf({ migration, statements }: AppliedMigration, error: unknown): Finding {
  const message = error instanceof Error ? error.message : String(error);
  const next = isDataEngineerError(error) && error.next !== undefined ? ` ${error.next}` : "";
  const at = statements.find((one) => one.status === "failed")?.error;
  const position = at === undefined ? undefined : { line: at.line, character: at.character };
  const place = position === undefined ? "" : ` at line ${position.line + 1}, column ${position.character + 1}`;
  return {
    rule: "apply/failed", severity: "error", file: migration.up.file, object: migration.version,
    message: `${migration.version} ${migration.name} failed${place}: ${message}${/[.!?]$/.test(message) ? "" : "."}${next}`,
    ...(position === undefined ? {} : { range: { start: position, end: position } }),
  };
}

function summaryOf(session: Session, end: ApplyEnd, problems: number): string {
  const names = (status: AppliedMigration["status"]): string[] => end.migrations.filter((one) => one.status === status).map((one) => one.migration.version);
  const [applied, failed, undone, already] = [names("applied"), names("failed"), names("undone"), names("alreadyApplied")];
  const { database } = session.facts;
  const parts = [
    applied.length === 0 ? "" : `Applied ${applied.join(", ")} to ${database}.`,
    undone.length === 0 ? "" : `Undid the interrupted ${undone.join(", ")}: ${database} is as it was before.`,
    failed.length === 0 ? "" : `${failed.join(", ")} failed${leftOf(end)}.`,
    already.length === 0 ? "" : `${already.join(", ")} ${already.length === 1 ? "was" : "were"} applied already.`,
    problems === 0 ? "" : `The database is not sound afterwards: ${counted(problems, "problem")}, named below.`,
    end.snapshots.length === 0 ? "" : `Snapshot ${end.snapshots[0]!.manifest.id}.`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** What a failure left behind. */
function leftOf(end: ApplyEnd): string {
  const failed = end.migrations.find((one) => one.status === "failed");
  const done = end.done;
  if (failed === undefined || done === 0) return "; nothing of it was kept";
  return ` after ${done} of ${counted(failed.statements.length, "statement")}, which stand: finish or undo it with --resume`;
}

function problemFinding({ check, object, message }: IntegrityProblem): Finding {
  return { rule: `apply/${check}`, severity: "error", message: `After the apply: ${message}`, object };
}
