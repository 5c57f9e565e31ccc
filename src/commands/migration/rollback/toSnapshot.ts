import { describeDifference, diffCatalogs } from "../../../core/catalog/diff.ts";
import { toldDifferences } from "../../../core/catalog/toldDifferences.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { fingerprint } from "../../../core/catalog/fingerprint.ts";
import { isDataEngineerError, SnapshotError } from "../../../core/errors.ts";
import { asOnlyApplier } from "../../../core/migration/applierLock.ts";
import type { RecordedEntry } from "../../../core/migration/historyTable.ts";
import { historyChange, writeHistoryChange } from "../../../core/migration/historyState.ts";
import type { Evidence, Finding, ReportBody } from "../../../core/report/report.ts";
import { filesOf, type TakenSnapshot } from "../../../core/snapshot/create.ts";
import { rowsKeptSince, type UnusableSnapshot } from "../../../core/snapshot/keptSince.ts";
import { findSnapshot } from "../../../core/snapshot/find.ts";
import { firingTriggers, type FiringTriggers } from "../../../core/snapshot/firingTriggers.ts";
import { cutOff, markRestoring, unmarkRestoring } from "../../../core/snapshot/restoring.ts";
import { openSnapshot, requireEngine, type OpenedSnapshot } from "../../../core/snapshot/open.ts";
import type { RestoreStep } from "../../../core/snapshot/connection.ts";
import type { Restored, RestoreRun } from "../../../core/snapshot/bringBack.ts";
import { restore, triedWhere, tryRestore } from "../../../core/snapshot/restore.ts";
import { comesBackEmpty, planRestore, type RestorePlan } from "../../../core/snapshot/restorePlan.ts";
import { lossesBetween } from "../../../core/snapshot/losses.ts";
import { unkept } from "../../../core/snapshot/unkept.ts";
import { takeSafetySnapshot } from "../../../core/snapshot/safety.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import { waiting } from "../waiting.ts";
import { counted } from "../../../core/counted.ts";
import { nounsOf, titled } from "../../../core/nouns.ts";

const shortestLockWaitMs = 10_000;

/** Goes back to a snapshot: planned, tried where nothing can be harmed, asked for, then done and verified (in one transaction, where one holds it). */
export async function rollbackToSnapshot(context: CommandContext, folder: string, how: { readonly preview: boolean }): Promise<ReportBody> {
  const session = await context.session();
  context.progress({ message: "Verifying the snapshot" });
  const snapshot = await openSnapshot(context.files, folder);
  requireEngine(snapshot.manifest, session.facts.dialect);
  const { undone, redone } = await historyChange(snapshot, await session.migrations.history.read());
  const live = await session.catalog(context.signal);
  const resumed = await resumedFrom(context, session, snapshot);
  const { later, unusable } = await rowsKeptSince(context.files, snapshot, resumed ?? live, new Set(undone.flatMap((entry) => entry.snapshotId ?? [])));
  const plan = await planRestore(session, snapshot, live, later);
  const warnings = [...unusable.map(unusableFinding), ...comesBackEmpty(plan, snapshot.catalog).map(emptyFinding), ...firingTriggers(session, plan).map(firingFinding)];
  const base: Base = { session, snapshot, plan, undone, redone, warnings, steps: plan.hops.flatMap((hop) => hop.steps) };
  if (base.steps.length === 0 && plan.hops.every((hop) => hop.loads.length === 0) && undone.length + redone.length === 0) return report(base, { summary: `${session.facts.database} is as snapshot ${snapshot.manifest.id} has it: nothing was executed.`, verified: true });
  const needed = unusable.filter((one) => one.needed.length > 0);
  if (needed.length > 0) return report(base, { summary: `Nothing was changed: ${needed.length === 1 ? `snapshot ${needed[0]?.id}, which is needed, cannot be used` : `${needed.length} snapshots that are needed cannot be used`}.`, verified: false });
  const run: RestoreRun = {
    connection: session, snapshot, plan, signal: context.signal,
    onStep: (message, done, total) => context.progress({ message: message.replace(/\s+/g, " ").slice(0, 80), done, total }),
  };
  if (session.facts.readOnly) {
    if (how.preview) return report(base, { summary: `${counted(base.steps.length, "statement")} would go back to ${snapshot.manifest.id}. Nothing is proven: the connection is read-only.`, verified: null });
  } else {
    const tried = await attempt(run);
    if (tried instanceof SnapshotError || how.preview) return previewed(base, tried);
  }
  await context.confirm({
    title: `Roll ${session.facts.database} back to ${snapshot.manifest.label} (${snapshot.manifest.createdAt})?`,
    detail: detailOf(base, context),
    sql: base.steps.map((step) => step.sql),
    destroys: plan.losses,
  });
  const { restored, before } = await asOnlyApplier(session, Math.max(shortestLockWaitMs, context.settings.timeouts.lock), context.signal, () => perform(context, session, run), waiting(context));
  return report(base, { summary: `Rolled ${session.facts.database} back to snapshot ${snapshot.manifest.id}. What was there before is in snapshot ${before.manifest.id}.`, verified: true, restored, before });
}

function emptyFinding(table: string): Finding {
  return { rule: "rollback/comes-back-empty", severity: "warning", object: table, message: `${table} comes back without rows: no snapshot kept any of it, because it was renamed since, or not dropped by a migration. Look for its rows under its new name before you go back.` };
}

function firingFinding({ table, triggers }: FiringTriggers): Finding {
  const [many, names] = [triggers.length > 1, triggers.join(", ")];
  return { rule: "rollback/triggers-fire", severity: "warning", object: table, message: `${many ? "The triggers" : "The trigger"} ${names} ${many ? "fire" : "fires"} on the rows that come back into ${table}: the server cannot silence ${many ? "them" : "it"}. What ${many ? "they write" : "it writes"} comes on top of what is restored.` };
}

/** A newer snapshot that cannot be read: a fault where rows that come back may be in it. */
function unusableFinding({ id, folder, why, next, needed }: UnusableSnapshot): Finding {
  if (needed.length === 0) return { rule: "rollback/rows-missing", severity: "warning", object: id, message: `${why} The rollback goes on without what it kept.` };
  const names = `${needed.slice(0, 5).join(", ")}${needed.length > 5 ? ` and ${needed.length - 5} more` : ""}`;
  return { rule: "rollback/rows-missing", severity: "error", object: id, message: `${why} Without it ${names} would not come back as before. ${next === undefined ? "" : `${next} `}To go back without those rows, move ${folder} out of the workspace.` };
}

async function perform(context: CommandContext, session: Session, run: RestoreRun): Promise<{ readonly restored: Restored; readonly before: TakenSnapshot }> {
  let before: TakenSnapshot | undefined;
  const target = { engine: session.facts.dialect, database: session.facts.database };
  const stepwise = session.migrations.undoes !== "structure";
  const restored = await restore(run, {
    before: async () => {
      const now = await session.catalog(context.signal);
      if (fingerprint(now) !== fingerprint(run.plan.live)) {
        throw new SnapshotError("mismatch", "The schema was changed by another while the rollback was being asked for; nothing was changed.", { next: "Run the rollback again to see what it does now." });
      }
      const taken = await takeSafetySnapshot(context.files, session, {
        label: `before-rollback-to-${run.snapshot.manifest.label}`, reason: "beforeRollback", catalog: now, keep: run.plan.keep, now: context.now(), signal: context.signal,
      });
      before = taken;
      if (stepwise && (await cutOff(context.files, target))?.target !== run.snapshot.manifest.id) {
        await markRestoring(context.files, target, { format: 1, target: run.snapshot.manifest.id, safety: taken.manifest.id });
      }
    },
    after: async () => {
      const change = await historyChange(run.snapshot, await session.migrations.history.read());
      if (change.undone.length + change.redone.length > 0) await writeHistoryChange(await session.migrations.history.open(), change);
    },
  });
  if (before === undefined) throw new Error("The snapshot before the rollback is missing.");
  if (stepwise) await unmarkRestoring(context.files, target);
  return { restored, before };
}

/** The schema when a return to this snapshot began that was cut off: what comes back is counted from there. null where none was. */
async function resumedFrom({ files }: CommandContext, session: Session, snapshot: OpenedSnapshot): Promise<Catalog | null> {
  if (session.migrations.undoes === "structure") return null;
  const mark = await cutOff(files, { engine: session.facts.dialect, database: session.facts.database });
  if (mark?.target !== snapshot.manifest.id) return null;
  try {
    return (await openSnapshot(files, await findSnapshot(files, mark.safety))).catalog;
  } catch (error) {
    if (error instanceof SnapshotError) return null;
    throw error;
  }
}

/** What a try gave: the result, or why it does not restore. */
async function attempt(run: RestoreRun): Promise<Restored | SnapshotError> {
  try {
    return await tryRestore(run);
  } catch (error) {
    if (!isDataEngineerError(error) || error.kind === "cancelled" || error.kind === "connection") throw error;
    if (error instanceof SnapshotError) return error;
    return new SnapshotError("mismatch", `Going back to ${run.snapshot.manifest.id} fails: ${error.message}`, { cause: error, ...(error.next === undefined ? {} : { next: error.next }) });
  }
}

interface Base {
  readonly session: Session;
  readonly snapshot: OpenedSnapshot;
  readonly plan: RestorePlan;
  readonly undone: readonly RecordedEntry[];
  readonly redone: readonly RecordedEntry[];
  readonly warnings: readonly Finding[];
  /** Of all hops. */
  readonly steps: readonly RestoreStep[];
}

interface Done {
  readonly summary: string;
  /** null: not tried. */
  readonly verified: boolean | null;
  readonly restored?: Restored;
  readonly before?: TakenSnapshot;
  readonly findings?: readonly Finding[];
}

function previewed(base: Base, tried: Restored | SnapshotError): ReportBody {
  const { snapshot, steps } = base;
  if (tried instanceof SnapshotError) {
    const message = `${tried.message}${tried.next === undefined ? "" : ` ${tried.next}`}`;
    return report(base, { summary: `${tried.message} Nothing was changed.`, verified: false, findings: [{ rule: "rollback/not-restored", severity: "error", message }] });
  }
  return report(base, { summary: `${counted(steps.length, "statement")} would bring ${base.session.facts.database} back to ${snapshot.manifest.id}; tried ${triedWhere(base.session)}, the schema is then equal. Nothing was changed.`, verified: true, restored: tried });
}

function report({ session, snapshot, plan, undone, redone, warnings, steps }: Base, done: Done): ReportBody {
  const { row, table } = nounsOf(session.facts.dialect);
  const restored = done.restored?.from ?? [];
  const differences = toldDifferences(diffCatalogs(snapshot.catalog, plan.live), plan.live.engine).map(describeDifference);
  const evidence: Evidence[] = [
    ...(differences.length === 0 ? [] : [{ kind: "text" as const, title: "What was different from the snapshot", text: differences.join("\n") }]),
    ...(steps.length === 0 ? [] : [{ kind: "sql" as const, title: "The statements that go back", sql: `${steps.map((step) => step.sql).join(";\n")};` }]),
    ...(restored.length === 0 ? [] : [{ kind: "table" as const, title: `${titled(row)}s that come back`, columns: [titled(table), `${titled(row)}s`, "From"], rows: restored.map((one) => [one.table, one.rows, one.snapshot]) }]),
    ...(plan.losses.length === 0 ? [] : [{ kind: "table" as const, title: "What is there now and goes", columns: ["Object", `${titled(row)}s now`, "What depends on it"], rows: plan.losses.map((loss) => [loss.object, loss.rows ?? "", loss.impact.join("; ")]) }]),
  ];
  const rowsStay: Finding[] = undone.length === 0 ? [] : [{
    rule: "rollback/undone", severity: "info",
    message: `Undone: ${undone.map((entry) => entry.version).join(", ")}. ${titled(row)}s that they inserted into ${table}s that stay are still there; a snapshot holds the schema and the ${row}s that would have been lost.`,
  }];
  return {
    status: done.verified === false ? "failed" : "passed",
    summary: done.summary,
    findings: [...(done.findings ?? []), ...warnings, ...rowsStay],
    evidence,
    data: {
      plan: steps.map(({ sql, objects, phase, destroys }) => ({ sql, objects: [...objects], phase, destroys })),
      losses: plan.losses.map(({ object, how, rows, impact }) => ({ object, how, rows, impact: [...impact] })),
      rowsRestored: done.restored?.rows ?? {},
      rowsFrom: restored.map((one) => ({ ...one })),
      fingerprint: done.restored?.fingerprint ?? fingerprint(plan.live),
      snapshot: done.before?.manifest.id,
      target: snapshot.manifest.id,
      database: session.facts.database,
      undone: undone.map((entry) => entry.version),
      redone: redone.map((entry) => entry.version),
      differences,
      verified: done.verified,
    },
    files: done.before === undefined ? [] : filesOf(done.before),
  };
}

function detailOf({ session, snapshot, plan, undone, warnings, steps }: Base, context: CommandContext): string {
  const whole = session.migrations.undoes === "structure";
  const rows = plan.hops.flatMap((hop) => hop.loads).map((load) => `${counted(load.kept.rows, nounsOf(session.facts.dialect).row)} of ${load.kept.table}${load.from === snapshot ? "" : ` (from ${load.from.manifest.id})`}`);
  return [
    `${counted(steps.length, "statement")} on ${session.facts.database} (${session.facts.dialect} ${session.facts.version}, ${context.role}), ${whole ? "in one transaction, tried just now" : `one after the other, tried just now ${triedWhere(session)}`}: the schema is then equal to snapshot ${snapshot.manifest.id}.`,
    whole ? "" : "No transaction holds them: if it is cut off, what was done stands, and the same rollback goes on from there.",
    rows.length === 0 ? "" : `These come back: ${rows.join(", ")}.`,
    undone.length === 0 ? "" : `Migrations undone: ${undone.map((entry) => entry.version).join(", ")}.`,
    ...warnings.map((finding) => finding.message),
    ...unkept(plan.live, lossesBetween(plan.live, snapshot.catalog)),
    "What is there now is kept in a snapshot first.",
  ].filter((line) => line !== "").join("\n");
}
