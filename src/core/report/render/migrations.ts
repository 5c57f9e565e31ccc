import type { MigrationResult, RollbackVerdict } from "../../migration/result.ts";
import type { Evidence, Report } from "../report.ts";
import { durationText, oneLine } from "./cell.ts";

const statusMarks = { passed: "✔", failed: "✘", skipped: "–" } as const;

/** The statements of dry-run and apply-migration as compact tables, made from `data.migrations`. */
export function migrationEvidence(report: Report): Evidence[] {
  const migrations = report.data["migrations"];
  if (!Array.isArray(migrations)) return [];
  return (migrations as unknown as readonly MigrationResult[]).map((migration) => ({
    kind: "table",
    title: `${statusMarks[migration.status]} ${migration.version} ${migration.file} (proof: ${migration.proof}; ${rollbackText(migration.rollback)})`,
    columns: ["Line", "", "Statement", "Time", "Rows", "Locks and rewrites"],
    rows: migration.statements.map((statement) => [
      statement.line + 1,
      statusMarks[statement.status],
      oneLine(statement.sql),
      statement.status === "skipped" ? "" : durationText(statement.durationMs),
      statement.rows ?? "",
      statement.error?.message ?? [...(statement.locks ?? []).map((lock) => `${lock.mode} on ${lock.object}`), ...(statement.rewrites ?? []).map((table) => `rewrites ${table}`)].join(", "),
    ]),
  }));
}

function rollbackText(rollback: RollbackVerdict): string {
  if (rollback.script === null) return "no down script";
  if (rollback.verified === null) return "rollback not tried";
  if (rollback.verified) return "rollback verified";
  // A remembered proof keeps the verdict, not the differences.
  return rollback.differences.length === 0 ? "rollback broken" : `rollback broken: ${rollback.differences.length} ${rollback.differences.length === 1 ? "difference" : "differences"}`;
}
