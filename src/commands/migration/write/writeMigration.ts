import { rm } from "node:fs/promises";
import { executeDryRun, prepare } from "../../../core/migration/dryRun/dryRun.ts";
import { dryRunFindings } from "../../../core/migration/dryRun/findings/findings.ts";
import { toResults } from "../../../core/migration/dryRun/toResults.ts";
import type { Prepared } from "../../../core/migration/dryRun/trial.ts";
import { asJson } from "../../../core/migration/result.ts";
import type { Json } from "../../../core/json.ts";
import type { Finding } from "../../../core/report/report.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import { keepProofs } from "../keepProofs.ts";
import { statementSteps } from "../statementSteps.ts";
import { migrationFiles, written, type WantedMigration } from "./migrationFiles.ts";

export interface WrittenMigration {
  /** Workspace-relative; empty where they were removed again, because their dry-run failed. */
  readonly files: readonly string[];
  readonly passed: boolean;
  /** Whether the way back restored exactly what was there; null where the layout has no place for one. */
  readonly rollbackVerified: boolean | null;
  readonly findings: readonly Finding[];
  readonly migrations: Json;
}

/** Writes a migration and its way back, and runs both with the dry-run that everybody uses, after those that wait before it; what does not pass is not left behind. */
export async function writeMigration(context: CommandContext, session: Session, wanted: WantedMigration, after: readonly Prepared[] = []): Promise<WrittenMigration> {
  const texts = await migrationFiles(context.files, context.settings, session.engine, wanted);
  const kept = new Map<string, string | null>();
  for (const file of texts.keys()) kept.set(file, (await context.files.kind(file)) === "file" ? await context.files.readText(file) : null);
  const [up] = texts.keys();
  if (up === undefined) throw new Error("A migration has at least one file.");
  try {
    for (const [file, text] of texts) await context.files.writeText(file, text);
    const migrations = [...after, await prepare(session, context.files, await written(context.files, up))];
    const run = await executeDryRun({ connection: session, migrations, from: "target", signal: context.signal, step: statementSteps(context, migrations, "Dry-run of ") });
    const all = toResults(migrations, run.trials);
    const results = all.filter((result, at) => at >= after.length || result.status !== "passed");
    const findings = dryRunFindings(migrations, run);
    const passed = all.length === migrations.length && results.every(({ status }) => status === "passed") && !findings.some(({ severity }) => severity === "error");
    if (passed) await keepProofs(context, session.facts, run.trials);
    else await restore(context, kept);
    return { files: passed ? [...texts.keys()] : [], passed, rollbackVerified: results.at(-1)?.rollback.verified ?? null, findings, migrations: asJson(results) };
  } catch (error) {
    await restore(context, kept);
    throw error;
  }
}

async function restore({ files }: CommandContext, kept: ReadonlyMap<string, string | null>): Promise<void> {
  for (const [file, text] of kept) {
    if (text === null) await rm(files.absolute(file), { force: true });
    else await files.writeText(file, text);
  }
}
