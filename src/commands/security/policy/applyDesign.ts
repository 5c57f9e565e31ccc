import type { PolicyDesign } from "../../../core/access/policyDesign.ts";
import type { TableObject } from "../../../core/catalog/catalog.ts";
import { fingerprint } from "../../../core/catalog/fingerprint.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { SnapshotError } from "../../../core/errors.ts";
import { asOnlyApplier } from "../../../core/migration/applierLock.ts";
import { together } from "../../../core/migration/together.ts";
import type { TakenSnapshot } from "../../../core/snapshot/create.ts";
import { takeSafetySnapshot } from "../../../core/snapshot/safety.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import { waiting } from "../../migration/waiting.ts";

const shortestLockWaitMs = 10_000;

/**
 * Applies a design as the only applier: what takes long by itself first, then a snapshot and all statements in one transaction where the engine has one.
 * Throws SnapshotError "mismatch" where the schema is not what was planned on, StatementError for what the server refuses; nothing stands then.
 */
export async function applyDesign(context: CommandContext, session: Session, table: TableObject, design: PolicyDesign, planned: { readonly before: string; readonly after: string }): Promise<TakenSnapshot> {
  const { signal, settings } = context;
  return asOnlyApplier(session, Math.max(shortestLockWaitMs, settings.timeouts.lock), signal, async () => {
    const apart = design.apart ?? [];
    if (apart.length > 0 && fingerprint(await session.catalog(signal)) !== planned.before) throw changed();
    for (const { sql, undo } of apart) await runApart(session, sql, undo, signal);
    return together(session, async () => {
      const live = await session.catalog(signal);
      if (apart.length === 0 && fingerprint(live) !== planned.before) throw changed();
      const snapshot = await takeSafetySnapshot(context.files, session, { label: `before-policy-apply-${table.name}`, reason: "beforeRun", catalog: live, keep: [], now: context.now(), signal });
      for (const [at, statement] of design.statements.entries()) {
        context.progress({ message: `Protecting ${qualified(table)}`, done: at + 1, total: design.statements.length });
        await session.run(statement, { signal });
      }
      if (apart.length === 0 && fingerprint(await session.catalog(signal)) !== planned.after) throw new SnapshotError("mismatch", "The schema afterwards is not what the trial had shown.", { next: session.migrations.undoes === "structure" ? "Everything was rolled back. Run it again." : `Go back with rollback ${snapshot.manifest.id}.` });
      return snapshot;
    });
  }, waiting(context));
}

/** An index that is half built is worth nothing and in the way of the next try. */
async function runApart(session: Session, sql: string, undo: string, signal: AbortSignal): Promise<void> {
  try {
    await session.run(sql, { signal });
  } catch (error) {
    await session.run(undo).catch(() => undefined);
    throw error;
  }
}

function changed(): SnapshotError {
  return new SnapshotError("mismatch", "The schema was changed by another while this was being tried and asked for; nothing was changed.", { next: "Run it again." });
}
