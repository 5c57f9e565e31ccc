import type { Catalog } from "../../../core/catalog/catalog.ts";
import { describeDifference, diffCatalogs } from "../../../core/catalog/diff.ts";
import { fingerprint } from "../../../core/catalog/fingerprint.ts";
import { isDataEngineerError, MigrationError, UsageError } from "../../../core/errors.ts";
import { executeDryRun, prepare } from "../../../core/migration/dryRun/dryRun.ts";
import { dryRunFindings } from "../../../core/migration/dryRun/findings/findings.ts";
import { refusals } from "../../../core/migration/dryRun/findings/failures.ts";
import type { Prepared } from "../../../core/migration/dryRun/trial.ts";
import { databaseHistory } from "../../../core/migration/history.ts";
import type { RecordedEntry } from "../../../core/migration/historyTable.ts";
import type { Migration } from "../../../core/migration/migration.ts";
import { migrationOfFile, type NamedMigration } from "../../../core/migration/migrationOfFile.ts";
import { rollbackWithScript, type ScriptRolledBack } from "../../../core/migration/rollbackScript.ts";
import { schemaBefore, type SchemaBefore } from "../../../core/migration/undone.ts";
import { isAppliedIn } from "../../../core/migration/otherTools.ts";
import { filesOf } from "../../../core/snapshot/create.ts";
import { versionKey } from "../../../core/migration/versions.ts";
import type { Finding, ReportBody } from "../../../core/report/report.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import { confirmationFor } from "../apply/confirmation.ts";
import { waiting } from "../waiting.ts";
import { syntaxFindings } from "../syntaxFindings.ts";
import { counted } from "../../../core/counted.ts";
import { nounsOf } from "../../../core/nouns.ts";

const shortestLockWaitMs = 10_000;

/** Runs a migration's down script with the care of an apply: tried first, asked for, snapshot, one transaction, and the schema must be what it was before the migration. */
export async function rollbackByScript(context: CommandContext, path: string, how: { readonly preview: boolean }): Promise<ReportBody> {
  const session = await context.session();
  const named = await migrationOfFile(context.files, path);
  const { script, entry, findings, recorded } = await target(context, session, named, path);
  const prepared = await prepare(session, context.files, script);
  const wrong = [...(await syntaxFindings(session.engine, context.files, [script])), ...refusals(prepared.up)];
  if (wrong.length > 0) return ended("failed", "Nothing was executed: the script cannot run as it stands.", [...wrong, ...findings]);
  const live = await session.catalog(context.signal);
  const expected = entry === null ? null : await schemaBefore(context.files, recorded, entry, live);
  const known = expected !== null || entry === null ? findings : [...findings, notVerifiable(script)];

  const run = await executeDryRun({ connection: session, migrations: [{ ...prepared, alone: true }], from: "target", signal: context.signal, step: (_one, _side, statement) => context.progress({ message: "Trying the script", done: statement + 1, total: prepared.up.statements.length }) });
  const after = run.trials[0]?.after ?? null;
  if (after === null) return ended("failed", `${script.up.file} fails: nothing was changed.`, [...dryRunFindings([prepared], run), ...known, ...advice(entry)]);
  const different = differences(expected, after);
  if (different.length > 0) return ended("failed", `${script.up.file} does not restore the schema: nothing was changed.`, [notRestored(script, different), ...known, ...advice(entry)]);
  if (how.preview) return ended("passed", `${script.up.file} was tried${expected === null ? "" : ", and restores the schema"}. Nothing was changed.`, known, { verified: expected === null ? null : true, fingerprint: fingerprint(after), plan: planOf(prepared) });

  const question = await confirmationFor(context, session, { migrations: [prepared], live, from: 0, interrupted: null });
  await context.confirm({ ...question, title: `Roll ${session.facts.database} back with ${script.up.file}?` });
  const done = await rollbackWithScript({
    files: context.files, connection: session, script: prepared.up, label: script.version, entry, expected, signal: context.signal, now: context.now,
    lockWaitMs: Math.max(shortestLockWaitMs, context.settings.timeouts.lock), planned: fingerprint(live), onWait: waiting(context),
    onEvent: (event) => {
      if (event.kind === "starting") context.progress({ message: `${script.version} down`, done: event.statement + 1, total: event.of });
    },
  });
  return reportOf(session, script, entry, expected, done, known, planOf(prepared));
}

interface Target {
  /** The down script as what is run. */
  readonly script: Migration;
  /** null for a script that belongs to no migration. */
  readonly entry: RecordedEntry | null;
  readonly recorded: readonly RecordedEntry[];
  readonly findings: readonly Finding[];
}

async function target(context: CommandContext, session: Session, { folder, migration }: NamedMigration, path: string): Promise<Target> {
  const shown = context.files.shown(path);
  const history = await databaseHistory(session, folder?.migrations ?? []);
  if (folder === null && migration.down === null) {
    if (!/down|revert|rollback|undo/i.test(shown)) throw new UsageError("badArgument", `${shown} is not known as a rollback script: it belongs to no migration.`, { next: 'Name a migration, its down script, a script with "down", "revert", "rollback" or "undo" in its name, or a snapshot.' });
    return { script: migration, entry: null, recorded: history.recorded, findings: [{ rule: "rollback/not-verifiable", severity: "warning", message: `${shown} belongs to no migration: what the schema should be afterwards is not known.`, file: shown }] };
  }
  const entry = history.recorded.find((one) => versionKey(one.version) === versionKey(migration.version));
  if (entry?.outcome !== "applied") {
    const other = history.others.find((one) => isAppliedIn(one, migration));
    const why = entry === undefined ? "was never applied here" : entry.outcome === "rolledBack" ? "is rolled back already" : "was interrupted";
    const next = other !== undefined ? `${other.tool} applied it: roll it back with that.` : entry === undefined || entry.outcome === "rolledBack" ? "There is nothing to roll back." : "Finish or undo it with apply-migration --resume.";
    throw new MigrationError("notApplied", `${migration.version} ${migration.name} ${why}.`, { next });
  }
  if (migration.down === null) {
    throw new MigrationError("noDownScript", `${migration.version} ${migration.name} has no down script.`, { next: entry.snapshotId === null ? "Write one." : `Go back to the snapshot before it: rollback ${entry.snapshotId}` });
  }
  const later = history.recorded.filter((one) => one.outcome === "applied" && one.appliedAt > entry.appliedAt).map((one) => one.version);
  const findings: Finding[] = later.length === 0 ? [] : [{ rule: "rollback/later-applied", severity: "warning", message: `${later.join(", ")} ${later.length === 1 ? "was" : "were"} applied after ${entry.version} and may rest on it.`, file: migration.down.file }];
  return { script: { ...migration, up: migration.down, down: null }, entry, recorded: history.recorded, findings };
}

function differences(expected: SchemaBefore | null, after: Catalog): string[] {
  if (expected === null || expected.fingerprint === fingerprint(after)) return [];
  return expected.catalog === null ? ["the schema is not what it was (its fingerprint differs)"] : diffCatalogs(expected.catalog, after).map(describeDifference);
}

function notRestored(script: Migration, different: readonly string[]): Finding {
  return { rule: "rollback/not-restored", severity: "error", message: `After ${script.up.file} the schema is not what it was before the migration: ${different.slice(0, 5).join("; ")}${different.length > 5 ? `; and ${different.length - 5} more` : ""}.`, file: script.up.file, evidence: [{ kind: "text", title: "Differences", text: different.join("\n") }] };
}

function notVerifiable(script: Migration): Finding {
  return { rule: "rollback/not-verifiable", severity: "warning", message: `What the schema was right before ${script.version} is not on record, or something else has changed it since: the result cannot be compared.`, file: script.up.file };
}

function advice(entry: RecordedEntry | null): Finding[] {
  if (entry === null || entry.snapshotId === null) return [];
  return [{ rule: "rollback/use-snapshot", severity: "info", message: `Go back to the snapshot before it instead: rollback ${entry.snapshotId}`, object: entry.version }];
}

function planOf(prepared: Prepared): { readonly sql: string; readonly objects: readonly string[] }[] {
  return prepared.up.statements.map((statement) => ({ sql: statement.sql, objects: [...(statement.facts?.drops ?? []), ...(statement.facts?.defines ?? [])].map((object) => `${object.kind} ${object.name}`) }));
}

function reportOf(session: Session, script: Migration, entry: RecordedEntry | null, expected: SchemaBefore | null, done: ScriptRolledBack, findings: readonly Finding[], plan: ReturnType<typeof planOf>): ReportBody {
  const data = { plan, statements: done.statements.map((one) => ({ ...one })), fingerprint: done.fingerprint ?? undefined, snapshot: done.snapshot?.manifest.id, undone: entry === null ? [] : [entry.version], rowsRestored: done.rows };
  const files = done.snapshot === null ? [] : filesOf(done.snapshot);
  const unkept = done.unkept.map((what): Finding => ({ rule: "rollback/not-kept", severity: "warning", file: script.up.file, message: `Snapshot ${done.snapshot?.manifest.id ?? "none"} does not hold ${what}: going back to it does not bring that back.` }));
  if (isDataEngineerError(done.error) && done.error.kind === "cancelled" && done.standing === 0) throw done.error;
  if (done.error !== undefined) {
    const message = done.error instanceof Error ? done.error.message : String(done.error);
    return ended("failed", `${script.up.file} failed: ${message} ${done.standing === 0 ? "Nothing was changed." : `${done.standing} of its statements stand.`}`, [{ rule: "rollback/failed", severity: "error", message, file: script.up.file }, ...unkept, ...findings, ...advice(entry)], { ...data, verified: false }, files);
  }
  const back = Object.entries(done.rows).map(([table, rows]) => `${counted(rows, nounsOf(session.facts.dialect).row)} of ${table}`);
  return ended(done.verified === false ? "failed" : "passed", `Rolled ${session.facts.database} back with ${script.up.file}${expected === null ? "" : done.verified === true ? "; the schema is what it was before" : "; the schema is not what it was before"}.${back.length === 0 ? "" : ` Back from the snapshot before it: ${back.join(", ")}.`} What was there is in snapshot ${done.snapshot?.manifest.id ?? "none"}.`, [...unkept, ...findings], { ...data, verified: done.verified }, files);
}

function ended(status: ReportBody["status"], summary: string, findings: readonly Finding[], data: ReportBody["data"] = {}, files: readonly string[] = []): ReportBody {
  return { status, summary, findings, data, files };
}
