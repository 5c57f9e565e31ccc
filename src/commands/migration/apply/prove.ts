import { fingerprint } from "../../../core/catalog/fingerprint.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { executeDryRun } from "../../../core/migration/dryRun/dryRun.ts";
import { dryRunEvidence } from "../../../core/migration/dryRun/evidence.ts";
import { dryRunFindings } from "../../../core/migration/dryRun/findings/findings.ts";
import { toResults } from "../../../core/migration/dryRun/toResults.ts";
import type { Prepared } from "../../../core/migration/dryRun/trial.ts";
import { findProof } from "../../../core/migration/proofs.ts";
import type { Proof, RollbackVerdict } from "../../../core/migration/result.ts";
import type { Evidence, Finding } from "../../../core/report/report.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import { keepProofs } from "../keepProofs.ts";
import { statementSteps } from "../statementSteps.ts";

/** What is proven of each migration, by version. */
export interface Proven {
  readonly verdicts: ReadonlyMap<string, { readonly rollback: RollbackVerdict; readonly proof: Proof }>;
  readonly findings: readonly Finding[];
  readonly evidence: readonly Evidence[];
  /** False where a migration would fail, or was not executed. */
  readonly passed: boolean;
}

/** Takes the proofs that a dry-run left for exactly these files on exactly this schema, else runs the dry-run now. */
export async function prove(context: CommandContext, session: Session, migrations: readonly Prepared[], live: Catalog): Promise<Proven> {
  return (await remembered(context, session, migrations, live)) ?? (await provenNow(context, session, migrations));
}

async function remembered(context: CommandContext, session: Session, migrations: readonly Prepared[], live: Catalog): Promise<Proven | null> {
  const verdicts = new Map<string, { rollback: RollbackVerdict; proof: Proof }>();
  for (const [at, { migration }] of migrations.entries()) {
    const proof = await findProof(context.files, migration, { engine: session.facts.dialect, database: session.facts.database });
    if (proof === null || proof.status !== "passed" || proof.proof === "none" || (migration.down !== null && proof.rollbackVerified === null)) return null;
    if (at === 0 && proof.fingerprint !== fingerprint(live)) return null;
    verdicts.set(migration.version, { rollback: { script: migration.down?.file ?? null, verified: proof.rollbackVerified, differences: [] }, proof: proof.proof });
  }
  return { verdicts, findings: migrations.flatMap((one) => rollbackFindings(one, verdicts.get(one.migration.version)?.rollback)), evidence: [], passed: true };
}

async function provenNow(context: CommandContext, session: Session, migrations: readonly Prepared[]): Promise<Proven> {
  const run = await executeDryRun({
    connection: session, migrations, from: "target", signal: context.signal,
    step: statementSteps(context, migrations, "Dry-run of "),
  });
  await keepProofs(context, session.facts, run.trials);
  const results = toResults(migrations, run.trials);
  const findings = dryRunFindings(migrations, run).map(asWarning);
  return {
    verdicts: new Map(results.map((result) => [result.version, { rollback: result.rollback, proof: result.proof }])),
    findings,
    evidence: dryRunEvidence(run),
    passed: results.every((result) => result.status === "passed") && !findings.some((finding) => finding.severity === "error"),
  };
}

/** A down script that does not work is no reason not to go forward; the snapshot goes back. What must not run of an up script was refused before. */
function asWarning(finding: Finding): Finding {
  return /^(?:dry-run\/(?:down-|not-allowed$)|dialect\/refused$)/.test(finding.rule) ? { ...finding, severity: "warning" } : finding;
}

/** What is unproven because the person said --without-proof. */
export function unproven(migrations: readonly Prepared[]): Proven {
  return {
    verdicts: new Map(migrations.map(({ migration }) => [migration.version, { rollback: { script: migration.down?.file ?? null, verified: null, differences: [] }, proof: "none" }])),
    findings: migrations.flatMap((one): Finding[] => [
      { rule: "apply/without-proof", severity: "warning", message: `${one.migration.version} ${one.migration.name} is applied without a dry-run, as --without-proof says.`, file: one.migration.up.file },
      ...rollbackFindings(one, undefined),
    ]),
    evidence: [],
    passed: true,
  };
}

function rollbackFindings({ migration }: Prepared, rollback: RollbackVerdict | undefined): Finding[] {
  const file = migration.up.file;
  if (migration.down === null) return [{ rule: "apply/no-down-script", severity: "warning", message: `${migration.version} ${migration.name} has no down script: only the snapshot can bring the schema back.`, file }];
  if (rollback?.verified !== false) return [];
  return [{ rule: "apply/rollback-broken", severity: "warning", message: `The down script of ${migration.version} failed or did not restore the schema in the dry-run: go back with the snapshot instead.`, file: migration.down.file }];
}
