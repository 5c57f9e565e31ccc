import type { Catalog } from "../catalog/catalog.ts";
import { MigrationError, SnapshotError } from "../errors.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import type { RestorableConnection } from "../snapshot/connection.ts";
import { findSnapshot } from "../snapshot/find.ts";
import { openSnapshot, type OpenedSnapshot } from "../snapshot/open.ts";
import type { Restored } from "../snapshot/bringBack.ts";
import { restore } from "../snapshot/restore.ts";
import { planRestore } from "../snapshot/restorePlan.ts";
import { countedDone, setsSession, sharesTransaction } from "./execute.ts";
import type { HistoryWriter } from "./historyTable.ts";
import type { HistoryEntry, Migration } from "./migration.ts";
import type { RunPlan } from "./runnable.ts";
import { notUndoable } from "./undoable.ts";

/** True for a row of the history whose apply was cut off, or failed in the middle. */
export function isInterrupted(entry: HistoryEntry): boolean {
  return entry.outcome === "running" || (entry.outcome === "failed" && entry.statementsDone > 0);
}

/** True where an interrupted apply left nothing behind: it was cut off inside its first transaction, which the server rolled back. */
export function leftNothing(entry: HistoryEntry, plan: RunPlan): boolean {
  if (countedDone(plan, entry.statementsDone) > 0) return false;
  const running = plan.steps.find((step) => step.statements.includes(plan.statements[entry.statementsDone]!));
  return running === undefined || running.transactional || running.statements.every(sharesTransaction) || running.statements.every(setsSession);
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
export async function resumePoint(room: { readonly files: WorkspaceFiles; readonly connection: RestorableConnection }, migration: Migration, plan: RunPlan, entry: HistoryEntry): Promise<{ readonly from: number; readonly note: string }> {
  if (entry.statementsDone > 0 && entry.checksum !== migration.checksum) {
    throw new MigrationError("changed", `${migration.up.file} was changed after its apply was interrupted: its first ${entry.statementsDone} statements may not be the ones that were run.`, {
      next: "Bring the file back as it was and finish, or go back with --resume undo.",
    });
  }
  const from = entry.statementsDone;
  const running = plan.statements[from];
  if (running === undefined) return { from, note: "All statements were done; only the record was missing." };
  const found = await room.connection.migrations.settle(running, await catalogBefore(room.files, entry));
  if (found.state === "unknown") {
    throw new MigrationError("interrupted", `Statement ${from + 1} of ${migration.up.file} was running when the apply was interrupted. ${found.note}`, {
      next: "Look at the database, then go back with --resume undo.",
    });
  }
  return { from: found.state === "done" ? from + 1 : from, note: found.note };
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
  room: { readonly files: WorkspaceFiles; readonly connection: RestorableConnection; readonly history: HistoryWriter; readonly signal: AbortSignal },
  plan: RunPlan, entry: HistoryEntry,
): Promise<{ readonly snapshot: OpenedSnapshot | null; readonly restored: Restored | null }> {
  const { connection, history, signal, files } = room;
  if (leftNothing(entry, plan)) {
    await history.rolledBack(entry.version);
    return { snapshot: null, restored: null };
  }
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
  const running = plan.statements[entry.statementsDone];
  if (running !== undefined) await connection.migrations.settle(running, snapshot.catalog);
  const restorePlan = await planRestore(connection, snapshot, await connection.catalog(signal));
  const restored = await restore({ connection, snapshot, plan: restorePlan, signal, onStep: () => undefined }, { after: () => history.rolledBack(entry.version) });
  return { snapshot, restored };
}
