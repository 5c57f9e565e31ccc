import { CancelledError, MigrationError } from "../errors.ts";
import { qualified } from "../catalog/objects.ts";
import type { Finding } from "../report/report.ts";
import type { TakenSnapshot } from "../snapshot/create.ts";
import type { OpenedSnapshot } from "../snapshot/open.ts";
import { asOnlyApplier, type OnWait } from "./applierLock.ts";
import { applyOne, type ApplyRoom, type AppliedOne } from "./applyOne.ts";
import type { RecordedEntry } from "./historyTable.ts";
import type { Migration } from "./migration.ts";
import type { StatementResult } from "./result.ts";
import { describeInterrupted, isInterrupted, leftNothing, resumePoint, undoInterrupted } from "./resume.ts";
import type { RunPlan } from "./plan.ts";
import { versionKey } from "./versions.ts";

export interface ToApply {
  readonly migration: Migration;
  readonly up: RunPlan;
}

export interface ApplyRequest extends Omit<ApplyRoom, "history"> {
  /** In the order they are applied. */
  readonly migrations: readonly ToApply[];
  /** What to do with one that was interrupted; null: nothing was decided, so it stops there. */
  readonly resume: "finish" | "undo" | null;
  /** How long another applier is waited for. */
  readonly lockWaitMs: number;
  readonly onWait?: OnWait;
}

export interface AppliedMigration {
  readonly migration: Migration;
  readonly status: "applied" | "alreadyApplied" | "undone" | "failed" | "notReached";
  readonly statements: readonly StatementResult[];
}

export interface ApplyEnd {
  readonly migrations: readonly AppliedMigration[];
  readonly snapshots: readonly TakenSnapshot[];
  /** The snapshot that an interrupted migration was brought back to. */
  readonly undoneTo: OpenedSnapshot | null;
  /** By table. */
  readonly rowsKept: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  /** Statements of the failed migration that stand. */
  readonly done: number;
  /** Why it stopped before the end. */
  readonly error?: unknown;
}

/**
 * Applies migrations, one applier at a time. The history is read again under the lock: what another applier did meanwhile is left alone.
 * Throws MigrationError (locked, interrupted, changed) before anything ran; what fails later is in the result, as far as it came.
 */
export async function applyMigrations(request: ApplyRequest): Promise<ApplyEnd> {
  return asOnlyApplier(request.connection, request.lockWaitMs, request.signal, () => applyUnderLock(request), request.onWait);
}

async function applyUnderLock(request: ApplyRequest): Promise<ApplyEnd> {
  const { connection, signal } = request;
  const room: ApplyRoom = { ...request, history: await connection.migrations.history.open() };
  const recorded = new Map((await connection.migrations.history.read()).map((entry) => [versionKey(entry.version), entry]));
  const results: AppliedMigration[] = [];
  const snapshots: TakenSnapshot[] = [];
  const findings: Finding[] = [];
  let undoneTo: OpenedSnapshot | null = null;
  let error: unknown;
  let standing = 0;
  let before = await connection.catalog(signal);
  for (const [at, { migration: named, up }] of request.migrations.entries()) {
    const entry = recorded.get(versionKey(named.version));
    const migration = entry === undefined ? named : { ...named, version: entry.version };
    if (isDone(entry, migration)) {
      results.push({ migration: named, status: "alreadyApplied", statements: [] });
      continue;
    }
    const nothing = entry === undefined || !isInterrupted(entry) || leftNothing(entry, up, connection.migrations);
    if (entry !== undefined && isInterrupted(entry) && request.resume === "undo") {
      const undone = await undoInterrupted(room, up, entry);
      undoneTo = undone.snapshot;
      if (undone.safety !== null) snapshots.push(undone.safety);
      results.push({ migration: named, status: "undone", statements: [] });
      results.push(...request.migrations.slice(at + 1).map((later) => ({ migration: later.migration, status: "notReached" as const, statements: [] })));
      break;
    }
    if (!nothing && request.resume === null) throw new MigrationError("interrupted", describeInterrupted(entry, up), { next: "Decide: --resume finish goes on behind the last finished statement, --resume undo goes back to the snapshot before it." });
    const point = nothing ? { from: 0, note: "" } : await resumePoint(room, migration, up, entry);
    if (entry !== undefined && isInterrupted(entry)) findings.push(resumed(migration, nothing ? "An earlier apply was cut off and the server rolled it back; it runs again from its first statement." : `Went on at statement ${point.from + 1}. ${point.note}`));
    const covered = point.from > 0 ? (entry?.snapshotId ?? null) : (snapshots.at(-1)?.manifest.id ?? null);
    const done: AppliedOne = await applyOne(room, { migration, up, from: point.from, before, covered });
    if (done.snapshot !== null) snapshots.push(done.snapshot);
    findings.push(...done.unkept.map((what): Finding => ({ rule: "apply/not-kept", severity: "warning", file: migration.up.file, object: migration.version, message: `The snapshot does not hold ${what}: rollback does not bring that back.` })));
    results.push({ migration: named, status: done.after === null ? "failed" : "applied", statements: done.statements });
    if (done.after === null) {
      error = done.error;
      standing = done.done;
      if (done.note !== undefined) findings.push(resumed(migration, done.note));
      results.push(...request.migrations.slice(at + 1).map((later) => ({ migration: later.migration, status: "notReached" as const, statements: [] })));
      break;
    }
    before = done.after;
  }
  if (error instanceof CancelledError && standing === 0 && findings.length === 0 && results.every((one) => one.status !== "applied")) throw error;
  return { migrations: results, snapshots, undoneTo, rowsKept: keptRows(snapshots), findings, done: standing, ...(error === undefined ? {} : { error }) };
}

function isDone(entry: RecordedEntry | undefined, migration: Migration): boolean {
  return entry?.outcome === "applied" && (!migration.repeatable || entry.checksum === migration.checksum);
}

function resumed(migration: Migration, message: string): Finding {
  return { rule: "apply/resumed", severity: "info", message, file: migration.up.file, object: migration.version };
}

function keptRows(snapshots: readonly TakenSnapshot[]): Record<string, number> {
  const rows: Record<string, number> = {};
  for (const { manifest } of snapshots) for (const kept of manifest.kept) rows[qualified({ schema: kept.schema, name: kept.table })] = kept.rows;
  return rows;
}
