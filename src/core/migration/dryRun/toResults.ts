import { describeDifference } from "../../catalog/diff.ts";
import type { MigrationResult, RollbackVerdict } from "../result.ts";
import { skipped } from "./outcome.ts";
import { failed } from "./runPlan.ts";
import type { Prepared, Trial } from "./trial.ts";

/** The results of a dry-run as the contract has them: one per migration that was asked for, in their order. */
export function toResults(migrations: readonly Prepared[], trials: readonly Trial[]): MigrationResult[] {
  return migrations.map((prepared) => {
    const trial = trials.find((one) => one.prepared === prepared);
    return trial === undefined ? untried(prepared) : tried(trial);
  });
}

function tried(trial: Trial): MigrationResult {
  const { migration } = trial.prepared;
  const executed = trial.up.length > 0 || (trial.down?.outcomes.length ?? 0) > 0;
  return {
    version: migration.version,
    file: migration.up.file,
    status: trial.after === null ? "failed" : "passed",
    statements: trial.up.map((outcome) => outcome.result),
    rollback: executed ? verdict(trial) : { ...verdict(trial), verified: null },
    proof: executed ? trial.proof : "none",
  };
}

function untried(prepared: Prepared): MigrationResult {
  const { migration, up } = prepared;
  return {
    version: migration.version,
    file: migration.up.file,
    status: up.refusals.length > 0 ? "failed" : "skipped",
    statements: up.statements.map((statement) => skipped(statement).result),
    rollback: { script: migration.down?.file ?? null, verified: null, differences: [] },
    proof: "none",
  };
}

function verdict({ prepared, down }: Trial): RollbackVerdict {
  const script = prepared.migration.down?.file ?? null;
  if (down === null) return { script, verified: null, differences: [] };
  const failure = failed(down.outcomes);
  if (failure !== undefined) return { script, verified: false, differences: [`the down script failed at line ${failure.result.line + 1}: ${failure.failure?.message ?? ""}`] };
  return { script, verified: down.differences.length === 0, differences: down.differences.map(describeDifference) };
}
