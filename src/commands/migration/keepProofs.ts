import { fingerprint } from "../../core/catalog/fingerprint.ts";
import { isDataEngineerError } from "../../core/errors.ts";
import { dataLostFindings } from "../../core/migration/dryRun/findings/dataLost.ts";
import { foreseenFindings } from "../../core/migration/dryRun/findings/foreseen.ts";
import { failed } from "../../core/migration/dryRun/runPlan.ts";
import type { Trial } from "../../core/migration/dryRun/trial.ts";
import { downChecksumOf, rememberProof } from "../../core/migration/proofs.ts";
import type { ServerFacts } from "../../engines/engine.ts";
import type { CommandContext } from "../context.ts";

/** Remembers what a dry-run showed of each migration, so that apply-migration knows. A workspace that cannot be written only loses that. */
export async function keepProofs({ files, now, log }: CommandContext, facts: ServerFacts, trials: readonly Trial[]): Promise<void> {
  try {
    for (const trial of trials) {
      const { prepared, before, after, down, proof } = trial;
      const { migration } = prepared;
      await rememberProof(files, {
        format: 1,
        version: migration.version,
        file: migration.up.file,
        checksum: migration.checksum,
        downChecksum: await downChecksumOf(files, migration),
        engine: facts.dialect,
        database: facts.database,
        fingerprint: fingerprint(before),
        status: after === null || [...dataLostFindings(trial), ...foreseenFindings(trial)].some((finding) => finding.severity === "error") ? "failed" : "passed",
        rollbackVerified: down === null ? null : failed(down.outcomes) === undefined && down.differences.length === 0,
        proof,
        at: now().toISOString(),
      });
    }
  } catch (error) {
    if (!isDataEngineerError(error) || error.kind !== "file") throw error;
    log(`The dry-run is not remembered: ${error.message}`);
  }
}
