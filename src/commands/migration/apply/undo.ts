import type { Catalog } from "../../../core/catalog/catalog.ts";
import { MigrationError } from "../../../core/errors.ts";
import type { HistoryEntry } from "../../../core/migration/migration.ts";
import { describeInterrupted, leftNothing } from "../../../core/migration/resume.ts";
import type { RunPlan } from "../../../core/migration/plan.ts";
import { findSnapshot } from "../../../core/snapshot/find.ts";
import { openSnapshot, requireEngine } from "../../../core/snapshot/open.ts";
import { planRestore } from "../../../core/snapshot/restorePlan.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";

/** Asks before an interrupted apply is undone, with what going back to its snapshot takes and loses. `offer`: where nobody asked for it, what else there is, and how to choose. */
export async function confirmUndo(context: CommandContext, session: Session, entry: HistoryEntry, plan: RunPlan, live: Catalog, offer?: { readonly ways: readonly string[]; readonly choice: string }): Promise<void> {
  const what = describeInterrupted(entry, plan);
  if (leftNothing(entry, plan, session.migrations)) {
    await context.confirm({ title: `Put ${entry.version} on record as not applied?`, detail: `${what} The server had rolled all of it back.`, sql: [], destroys: [] });
    return;
  }
  if (entry.snapshotId === null) throw new MigrationError("interrupted", `No snapshot was taken before ${entry.version}, so it cannot be undone.`, { next: "Finish it with --resume finish." });
  const snapshot = await openSnapshot(context.files, await findSnapshot(context.files, entry.snapshotId));
  requireEngine(snapshot.manifest, session.facts.dialect);
  const restore = await planRestore(session, snapshot, live);
  const how = session.migrations.undoes === "structure" ? "in one transaction that is verified before it is committed." : "statement by statement, verified in the end. What is there now is kept in a snapshot first.";
  await context.confirm({
    title: `Undo the interrupted ${entry.version} on ${session.facts.database}?`,
    detail: [`${what} Undoing goes back to snapshot ${snapshot.manifest.id}, ${how}`, ...(offer?.ways ?? [])].join("\n"),
    sql: restore.hops.flatMap((hop) => hop.steps).map((step) => step.sql),
    destroys: restore.losses,
    ...(offer === undefined ? {} : { choice: offer.choice }),
  });
}
