import { activityOn } from "../../core/migration/dryRun/activity.ts";
import { executeDryRun, prepare } from "../../core/migration/dryRun/dryRun.ts";
import type { DryRun } from "../../core/migration/dryRun/dryRun.ts";
import { dryRunEvidence } from "../../core/migration/dryRun/evidence.ts";
import { dryRunFindings } from "../../core/migration/dryRun/findings/findings.ts";
import { dryRunSummary } from "../../core/migration/dryRun/summary.ts";
import { toResults } from "../../core/migration/dryRun/toResults.ts";
import type { Prepared } from "../../core/migration/dryRun/trial.ts";
import { asJson } from "../../core/migration/result.ts";
import type { ReportBody } from "../../core/report/report.ts";
import type { CommandContext, CommandHandler } from "../context.ts";
import { keepProofs } from "./keepProofs.ts";
import { select } from "./selection.ts";
import type { Selection } from "./selection.ts";
import { stateFindings } from "./stateFindings.ts";
import { statementSteps } from "./statementSteps.ts";

/** `dry-run PATH [--to VERSION] [--all]`: executes migrations and their down scripts and leaves nothing behind. */
export const dryRun: CommandHandler = async (context, input) => {
  const session = await context.session();
  const to = input.flags["to"];
  const selection = await select(session, context.files, input.args["path"] ?? ".", { to: typeof to === "string" ? to : undefined, all: input.flags["all"] === true });
  const migrations = await prepareAll(context, selection);
  const run = await executeDryRun({ connection: session, migrations, from: selection.from, signal: context.signal, step: statementSteps(context, migrations) });
  const activity = await activityOn(session, run.trials);
  if (selection.from === "target" && selection.side === "up") await keepProofs(context, session.facts, run.trials);
  return report(selection, migrations, run, activity, `${session.facts.database} (${session.facts.dialect} ${session.facts.version})`);
};

async function prepareAll({ files, session }: CommandContext, selection: Selection): Promise<Prepared[]> {
  const { engine } = await session();
  const first = await Promise.all(selection.first.map(async (migration): Promise<Prepared> => ({ ...(await prepare(engine, files, { ...migration, down: null })), alone: true })));
  const wanted = selection.wanted.map(async (migration): Promise<Prepared> => {
    if (selection.side === "up" || migration.down === null) return prepare(engine, files, migration);
    return { ...(await prepare(engine, files, { ...migration, up: migration.down, down: null })), alone: true };
  });
  return [...first, ...(await Promise.all(wanted))];
}

function report(selection: Selection, migrations: readonly Prepared[], run: DryRun, activity: ReportBody["evidence"], database: string): ReportBody {
  const findings = [...stateFindings(selection), ...dryRunFindings(migrations, run)];
  const results = toResults(migrations, run.trials);
  const shown = results.filter((result, at) => at >= selection.first.length || result.status === "failed");
  const failed = shown.some((result) => result.status === "failed") || findings.some((finding) => finding.severity === "error");
  return {
    status: failed ? "failed" : "passed",
    summary: dryRunSummary(selection.path, database, shown, run),
    findings,
    evidence: [...dryRunEvidence({ ...run, trials: run.trials.filter((trial) => trial.after === null || migrations.indexOf(trial.prepared) >= selection.first.length) }), ...(activity ?? [])],
    data: { migrations: asJson(shown) },
  };
}
