import { activityOn, type Activity } from "../../core/migration/dryRun/activity.ts";
import { executeDryRun, prepare } from "../../core/migration/dryRun/dryRun.ts";
import type { DryRun } from "../../core/migration/dryRun/dryRun.ts";
import { dryRunEvidence } from "../../core/migration/dryRun/evidence.ts";
import { dryRunFindings } from "../../core/migration/dryRun/findings/findings.ts";
import { dryRunSummary } from "../../core/migration/dryRun/summary.ts";
import { toResults } from "../../core/migration/dryRun/toResults.ts";
import type { Prepared } from "../../core/migration/dryRun/trial.ts";
import { asJson } from "../../core/migration/result.ts";
import type { Finding, ReportBody } from "../../core/report/report.ts";
import type { Session } from "../../engines/engine.ts";
import type { CommandContext, CommandHandler } from "../context.ts";
import { keepProofs } from "./keepProofs.ts";
import { select } from "./selection.ts";
import type { Selection } from "./selection.ts";
import { stateFindings, waitingBefore } from "./stateFindings.ts";
import { statementSteps } from "./statementSteps.ts";

/** `dry-run PATH [--to VERSION] [--all]`: executes migrations and their down scripts and leaves nothing behind. */
export const dryRun: CommandHandler = async (context, input) => {
  const session = await context.session();
  const to = input.flags["to"];
  const selection = await select(session, context.files, input.args["path"] ?? ".", { to: typeof to === "string" ? to : undefined, all: input.flags["all"] === true });
  const alone = await attempt(context, session, selection);
  const together = failedAlone(alone) ? await withThoseBefore(context, session, alone) : null;
  const tried = together ?? alone;
  const activity = await activityOn(session, tried.run.trials);
  if (selection.from === "target" && selection.side === "up") await keepProofs(context, session.facts, tried.run.trials);
  return report(tried, activity, `${session.facts.database} (${session.facts.dialect} ${session.facts.version})`);
};

/** What was tried, and what came of it. */
interface Attempt {
  readonly selection: Selection;
  readonly migrations: readonly Prepared[];
  readonly run: DryRun;
  readonly findings: readonly Finding[];
}

async function attempt(context: CommandContext, session: Session, selection: Selection, findings: readonly Finding[] = []): Promise<Attempt> {
  const migrations = await prepareAll(context, selection);
  const run = await executeDryRun({ connection: session, migrations, from: selection.from, signal: context.signal, step: statementSteps(context, migrations) });
  return { selection, migrations, run, findings: [...findings, ...stateFindings(selection)] };
}

function failedAlone({ selection, run }: Attempt): boolean {
  return run.trials.length === 1 && run.trials[0]?.after === null && waitingBefore(selection).length > 0;
}

/** The one migration after those that wait before it, in one trial; null where one of those fails, so that nothing more is known. */
async function withThoseBefore(context: CommandContext, session: Session, alone: Attempt): Promise<Attempt | null> {
  const before = waitingBefore(alone.selection);
  const [only] = alone.selection.wanted;
  if (only === undefined) return null;
  const names = before.length <= 6 ? before.map((one) => one.version).join(", ") : `${before.slice(0, 5).map((one) => one.version).join(", ")} and ${before.length - 5} more`;
  const finding: Finding = { rule: "dry-run/tried-together", severity: "info", message: `${only.version} was tried after ${names}, which ${before.length === 1 ? "waits" : "wait"} before it: by itself it fails.`, file: only.up.file };
  const tried = await attempt(context, session, { ...alone.selection, wanted: [...before, only] }, [finding]);
  return before.every((_, at) => tried.run.trials[at]?.after != null) && tried.run.trials.length > before.length ? tried : null;
}

async function prepareAll({ files, session: open }: CommandContext, selection: Selection): Promise<Prepared[]> {
  const session = await open();
  const first = await Promise.all(selection.first.map(async (migration): Promise<Prepared> => ({ ...(await prepare(session, files, { ...migration, down: null })), alone: true })));
  const wanted = selection.wanted.map(async (migration): Promise<Prepared> => {
    if (selection.side === "up" || migration.down === null) return prepare(session, files, migration);
    return { ...(await prepare(session, files, { ...migration, up: migration.down, down: null })), alone: true };
  });
  return [...first, ...(await Promise.all(wanted))];
}

function report({ selection, migrations, run, findings: known }: Attempt, activity: Activity, database: string): ReportBody {
  const findings = [...known, ...dryRunFindings(migrations, run), ...activity.findings];
  const results = toResults(migrations, run.trials);
  const shown = results.filter((result, at) => at >= selection.first.length || result.status === "failed");
  const failed = shown.some((result) => result.status === "failed") || findings.some((finding) => finding.severity === "error");
  return {
    status: failed ? "failed" : "passed",
    summary: dryRunSummary(selection.path, database, shown, run),
    findings,
    evidence: [...dryRunEvidence({ ...run, trials: run.trials.filter((trial) => trial.after === null || migrations.indexOf(trial.prepared) >= selection.first.length) }), ...activity.evidence],
    data: { migrations: asJson(shown) },
  };
}
