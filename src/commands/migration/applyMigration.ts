import { MigrationError, UsageError } from "../../core/errors.ts";
import { applyMigrations, type ApplyRequest } from "../../core/migration/apply.ts";
import { prepare } from "../../core/migration/dryRun/dryRun.ts";
import { refusals } from "../../core/migration/dryRun/findings/failures.ts";
import { describeOther } from "../../core/migration/otherTools.ts";
import { describeInterrupted, leftNothing } from "../../core/migration/resume.ts";
import { versionKey } from "../../core/migration/versions.ts";
import type { Finding, ReportBody } from "../../core/report/report.ts";
import type { IntegrityProblem } from "../../engines/engine.ts";
import type { CommandHandler, CommandInput } from "../context.ts";
import { afterFailure } from "./apply/afterFailure.ts";
import { wayFindings, waysOut, type WaysOut } from "./apply/ways.ts";
import { chooseMigrations, type Choice } from "./apply/choose.ts";
import { confirmationFor } from "./apply/confirmation.ts";
import { prove, unproven } from "./apply/prove.ts";
import { applyReport } from "./apply/report.ts";
import { confirmUndo } from "./apply/undo.ts";
import { waiting } from "./waiting.ts";
import { syntaxFindings } from "./syntaxFindings.ts";

type Resume = "finish" | "undo" | "leave";

const shortestLockWaitMs = 10_000;

/** `apply-migration PATH [--to VERSION] [--resume finish|undo|leave] [--out-of-order] [--without-proof]`: proves, asks, snapshots, applies, verifies. */
export const applyMigration: CommandHandler = async (context, input) => {
  const session = await context.session();
  const choice = withOthers(await chooseMigrations(session, context.files, input.args["path"] ?? ".", { to: text(input, "to"), outOfOrder: input.flags["out-of-order"] === true }));
  const { engine } = session;
  const migrations = await Promise.all(choice.wanted.map((migration) => prepare(session, context.files, migration)));
  const wrong = [...(await syntaxFindings(engine, context.files, choice.wanted)), ...migrations.flatMap(({ up }) => refusals(up))];
  if (wrong.length > 0) return stopped(choice, wrong, "Nothing was executed: the scripts cannot run as they stand. Correct them at the places that are marked.");
  const resume = resumeFlag(input);
  const { interrupted } = choice;
  if (migrations.length === 0 && interrupted === null) return stopped(choice, [], `Nothing is pending in ${choice.path}: nothing was executed.`, "passed");
  if (interrupted !== null && interrupted.migration === null) {
    throw new MigrationError("missing", `${interrupted.version} ${interrupted.name} was interrupted, and its file is gone.`, { next: "Bring the file back; then finish or undo it with --resume." });
  }

  const live = await session.catalog(context.signal);
  const first = migrations[0];
  const entry = interrupted?.entry ?? null;
  const halfDone = first !== undefined && entry !== null && versionKey(entry.version) === versionKey(first.migration.version) && !leftNothing(entry, first.up, session.migrations);
  const ways = halfDone && session.migrations.undoes !== "structure" ? await waysOut(context, session, first, entry, live) : null;
  if (halfDone && resume === "leave") return stopped(choice, ways === null ? [] : wayFindings(ways, first), `${entry.version} was left as it stands: nothing was executed. ${describeInterrupted(entry, first.up)}`);
  const closed = ways === null || first === undefined ? null : closedWay(ways, resume, input.flags["without-proof"] === true);
  if (closed !== null && ways !== null && first !== undefined) return stopped(choice, wayFindings(ways, first), closed);
  let proven = unproven([]);
  if (resume === "undo" && entry !== null && first !== undefined) await confirmUndo(context, session, entry, first.up, live);
  else {
    const provable = halfDone ? migrations.slice(1) : migrations;
    // Where a transaction undoes structure, nothing looks like the database between two statements of a half-done migration; elsewhere the ways out were tried.
    proven = input.flags["without-proof"] === true ? unproven(migrations) : halfDone ? unproven([]) : await prove(context, session, provable, live);
    if (!proven.passed) return stopped(choice, proven.findings, `Nothing was applied: the dry-run failed. ${mending(choice)}, or apply it all the same with --without-proof.`, "failed", proven.evidence);
    await context.confirm(await confirmationFor(context, session, {
      migrations: halfDone ? migrations.slice(0, 1) : migrations, live, from: halfDone ? entry.statementsDone : 0,
      interrupted: halfDone ? [`${describeInterrupted(entry, first.up)} Agreeing finishes it; to go back to the snapshot before it instead, decline and give --resume undo.`, ...(ways === null ? [] : [ways.finish.message, ways.undo.message, ways.leave.message])].join("\n") : null,
    }));
  }
  const running = halfDone ? migrations.slice(0, 1) : migrations;
  const total = running.reduce((sum, { up }) => sum + up.statements.length, 0);
  const request: ApplyRequest = {
    files: context.files, connection: session, migrations: running,
    resume: resume === "leave" ? null : (resume ?? (halfDone ? "finish" : null)), lockWaitMs: Math.max(shortestLockWaitMs, context.settings.timeouts.lock), now: context.now, signal: context.signal, onWait: waiting(context),
    onEvent: (migration, event) => {
      if (event.kind === "starting") {
        const before = running.slice(0, running.findIndex((one) => one.migration === migration)).reduce((sum, { up }) => sum + up.statements.length, 0);
        context.progress({ message: `${migration.version}: ${firstWords(event.sql)}`, done: before + event.statement + 1, total });
      }
      if (event.kind === "retry") context.log(`${migration.version}: a lock could not be had, trying again (${event.attempt}): ${event.reason}`);
    },
  };
  const end = await afterFailure(context, session, request, running, await applyMigrations(request));
  const problems: readonly IntegrityProblem[] = end.migrations.some((one) => one.status === "applied") ? await session.integrity(context.signal) : [];
  return applyReport(session, choice, proven, end, problems);
};

/** Why nothing is executed, where the way that was asked for does not work; null where it does. */
function closedWay({ finish, undo }: WaysOut, resume: Resume | null, withoutProof: boolean): string | null {
  if (resume === "undo") return undo.works ? null : "Nothing was executed: the half-done migration cannot be undone as it stands.";
  return finish.works || withoutProof ? null : "Nothing was executed: the half-done migration cannot be finished as it stands.";
}

function stopped(choice: Choice, findings: readonly Finding[], summary: string, status: ReportBody["status"] = "failed", evidence: ReportBody["evidence"] = []): ReportBody {
  return { status, summary, findings: [...findings, ...choice.findings], evidence, data: { migrations: [] } };
}

function mending({ findings }: Choice): string {
  return findings.some((finding) => finding.rule === "apply/pending-before") ? "Apply those that wait before it first, or mend the migration" : "Mend the migration";
}

function withOthers(choice: Choice): Choice {
  const notes = choice.history.others.map((other): Finding => ({ rule: "apply/other-history", severity: other.dirty ? "warning" : "info", message: describeOther(other), object: other.table }));
  return { ...choice, findings: [...choice.findings, ...notes] };
}

function text(input: CommandInput, flag: string): string | undefined {
  const value = input.flags[flag];
  return typeof value === "string" ? value : undefined;
}

function resumeFlag(input: CommandInput): Resume | null {
  const value = text(input, "resume");
  if (value === undefined) return null;
  if (value === "finish" || value === "undo" || value === "leave") return value;
  throw new UsageError("badArgument", `--resume takes finish, undo or leave, not "${value}".`);
}

function firstWords(sql: string): string {
  return sql.replace(/\s+/g, " ").trim().slice(0, 60);
}
