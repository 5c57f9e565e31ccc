import type { Catalog } from "../catalog/catalog.ts";
import { MigrationError, SnapshotError } from "../errors.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import { findSnapshot } from "../snapshot/find.ts";
import { openSnapshot, type OpenedSnapshot } from "../snapshot/open.ts";
import type { Restored } from "../snapshot/bringBack.ts";
import { restore } from "../snapshot/restore.ts";
import type { TakenSnapshot } from "../snapshot/create.ts";
import { planRestore } from "../snapshot/restorePlan.ts";
import { takeSafetySnapshot } from "../snapshot/safety.ts";
import type { MigrationAdapter } from "./adapter.ts";
import type { ApplyRoom } from "./applyOne.ts";
import { beginsAsRun } from "./asRun.ts";
import { countedDone, setsSession, sharesTransaction } from "./execute.ts";
import type { Settled } from "./settled.ts";
import { settleOnScratch } from "./settleOnScratch.ts";
import type { HistoryEntry, Migration } from "./migration.ts";
import type { RunPlan } from "./plan.ts";
import { notUndoable } from "./undoable.ts";

/** True for a row of the history whose apply was cut off, or failed in the middle. */
export function isInterrupted(entry: HistoryEntry): boolean {
  return entry.outcome === "running" || (entry.outcome === "failed" && entry.statementsDone > 0);
}

/** True where an interrupted apply left nothing behind: it was cut off inside its first transaction, which the server rolled back. */
export function leftNothing(entry: HistoryEntry, plan: RunPlan, { undoes }: Pick<MigrationAdapter, "undoes">): boolean {
  if (countedDone(plan, entry.statementsDone) > 0) return false;
  const running = plan.steps.find((step) => step.statements.includes(plan.statements[entry.statementsDone]!));
  const held = undoes !== "nothing" && (running?.transactional === true || running?.statements.every(sharesTransaction) === true);
  return running === undefined || held || running.statements.every(setsSession);
}

/** What an interrupted apply left, in words for the person who decides. */
export function describeInterrupted(entry: HistoryEntry, plan: RunPlan): string {
  const next = plan.statements[entry.statementsDone];
  const doubt = next === undefined || sharesTransaction(next) ? "" : ` Whether statement ${entry.statementsDone + 1} (${next.sql.trim().split(/\s+/).slice(0, 4).join(" ")} …) was done is looked up in the database.`;
  return `Migration ${entry.version} was interrupted on ${entry.appliedAt} after ${entry.statementsDone} of ${plan.statements.length} statements.${doubt}`;
}

/**
 * Where to go on. Looks up what became of the statement that was running, and removes halves.
 * Throws MigrationError: "changed" where the file is not the one that was interrupted, "interrupted" where nothing tells what was done.
 */
export async function resumePoint(room: Pick<ApplyRoom, "files" | "connection" | "signal">, migration: Migration, plan: RunPlan, entry: HistoryEntry): Promise<{ readonly from: number; readonly note: string }> {
  if (entry.statementsDone > 0 && entry.checksum !== migration.checksum && !(await beginsAsRun(room.files, entry, plan))) {
    throw new MigrationError("changed", `${migration.up.file} was changed after its apply was interrupted: its first ${entry.statementsDone} statements are not known to be the ones that were run.`, {
      next: "Bring those statements back as they were and finish (those behind them may be mended), or go back with --resume undo.",
    });
  }
  const from = entry.statementsDone;
  const running = plan.statements[from];
  if (running === undefined) return { from, note: "All statements were done; only the record was missing." };
  const { undoes } = room.connection.migrations;
  if (undoes !== "structure" && entry.outcome === "failed") return { from, note: `The server had refused statement ${from + 1}; it runs again.` };
  const found = await whatBecameOf(room, plan, from, await catalogBefore(room.files, entry));
  if (found.state === "unknown") {
    throw new MigrationError("interrupted", `Statement ${from + 1} of ${migration.up.file} was running when the apply was interrupted. ${found.note}`, {
      next: "Look at the database, then go back with --resume undo.",
    });
  }
  return { from: found.state === "done" ? from + 1 : from, note: found.note };
}

/** The engine looks for what the statement makes; where that tells nothing, the same is done again on a scratch database. */
async function whatBecameOf({ connection, signal }: Pick<ApplyRoom, "connection" | "signal">, plan: RunPlan, at: number, before: Catalog | null): Promise<Settled> {
  const statement = plan.statements[at];
  if (statement === undefined) return { state: "notDone", note: "" };
  const { undoes } = connection.migrations;
  const held = undoes !== "nothing" && sharesTransaction(statement);
  const found = await connection.migrations.settle(statement, before);
  if (found.state !== "unknown" || undoes === "structure" || held) return found;
  return (await settleOnScratch(connection, plan, at, before, signal)) ?? found;
}

async function catalogBefore(files: WorkspaceFiles, entry: HistoryEntry): Promise<Catalog | null> {
  if (entry.snapshotId === null) return null;
  try {
    return (await openSnapshot(files, await findSnapshot(files, entry.snapshotId))).catalog;
  } catch (error) {
    if (error instanceof SnapshotError) return null;
    throw error;
  }
}

/** Goes back to where the database was before an interrupted apply, and says so in the history. Throws MigrationError where no snapshot allows it. */
export async function undoInterrupted(
  room: Pick<ApplyRoom, "files" | "connection" | "history" | "now" | "signal">, plan: RunPlan, entry: HistoryEntry,
): Promise<{ readonly snapshot: OpenedSnapshot | null; readonly restored: Restored | null; readonly safety: TakenSnapshot | null }> {
  const { connection, history, signal, files } = room;
  if (leftNothing(entry, plan, connection.migrations)) {
    await history.rolledBack(entry.version);
    return { snapshot: null, restored: null, safety: null };
  }
  const { snapshot, live } = await undoTarget(room, plan, entry);
  const running = plan.statements[entry.statementsDone];
  const whole = connection.migrations.undoes === "structure";
  if (running !== undefined && whole) await connection.migrations.settle(running, snapshot.catalog);
  const now = whole ? await connection.catalog(signal) : live;
  const restorePlan = await planRestore(connection, snapshot, now);
  let safety: TakenSnapshot | null = null;
  const restored = await restore({ connection, snapshot, plan: restorePlan, signal, onStep: () => undefined }, {
    ...(whole ? {} : { before: async () => {
      safety = await takeSafetySnapshot(files, connection, { label: `before-undo-of-${entry.version}`, reason: "beforeRollback", catalog: now, keep: restorePlan.keep, now: room.now(), signal });
    } }),
    after: () => history.rolledBack(entry.version),
  });
  return { snapshot, restored, safety };
}

/** The snapshot that an interrupted migration can go back to, and the schema of now. Throws MigrationError where none is, or where it does not hold all that is to be undone. */
export async function undoTarget({ connection, files, signal }: Pick<ApplyRoom, "connection" | "files" | "signal">, plan: RunPlan, entry: HistoryEntry): Promise<{ readonly snapshot: OpenedSnapshot; readonly live: Catalog }> {
  if (entry.snapshotId === null) {
    throw new MigrationError("interrupted", `No snapshot was taken before ${entry.version}, so it cannot be undone.`, { next: "Finish it with --resume finish." });
  }
  const snapshot = await openSnapshot(files, await findSnapshot(files, entry.snapshotId));
  const live = await connection.catalog(signal);
  const lasting = notUndoable(plan.statements.slice(0, entry.statementsDone), { ...snapshot.catalog, ...(live.rules === undefined ? {} : { rules: live.rules }) });
  if (lasting.length > 0) {
    throw new MigrationError("interrupted", `${entry.version} cannot be undone as a whole: ${lasting.slice(0, 3).join("; ")}${lasting.length > 3 ? `; and ${lasting.length - 3} more` : ""}. A snapshot holds the schema and the rows that would be lost, not rows that came or changed.`, {
      next: "Finish it with --resume finish.",
    });
  }
  return { snapshot, live };
}
