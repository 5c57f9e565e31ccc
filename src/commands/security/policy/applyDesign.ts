import { rm } from "node:fs/promises";
import type { PolicyDesign } from "../../../core/access/policyDesign.ts";
import type { TableObject } from "../../../core/catalog/catalog.ts";
import { fingerprint } from "../../../core/catalog/fingerprint.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { SnapshotError, StatementError } from "../../../core/errors.ts";
import { counted } from "../../../core/counted.ts";
import { asOnlyApplier } from "../../../core/migration/applierLock.ts";
import { together } from "../../../core/migration/together.ts";
import type { TakenSnapshot } from "../../../core/snapshot/create.ts";
import { takeSafetySnapshot } from "../../../core/snapshot/safety.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import { scriptOf } from "../audit/told.ts";
import { waiting } from "../../migration/waiting.ts";

const shortestLockWaitMs = 10_000;

/**
 * Applies a design as the only applier: what takes long by itself first, then a snapshot and all statements in one transaction where the engine has one.
 * Throws SnapshotError "mismatch" where the schema is not what was planned on, StatementError for what the server refuses; where there is a transaction nothing stands then.
 */
export async function applyDesign(context: CommandContext, session: Session, table: TableObject, design: PolicyDesign, planned: { readonly before: string; readonly after: string }): Promise<TakenSnapshot> {
  const { signal, settings } = context;
  return asOnlyApplier(session, Math.max(shortestLockWaitMs, settings.timeouts.lock), signal, async () => {
    const apart = design.apart ?? [];
    if (apart.length > 0 && fingerprint(await session.catalog(signal)) !== planned.before) throw changed();
    for (const { sql, undo } of apart) await runApart(session, sql, undo, signal);
    const begin = async (): Promise<TakenSnapshot> => {
      const live = await session.catalog(signal);
      if (apart.length === 0 && fingerprint(live) !== planned.before) throw changed();
      return takeSafetySnapshot(context.files, session, { label: `before-policy-apply-${table.name}`, reason: "beforeRun", catalog: live, keep: [], extras: { [undoFile(session)]: `${scriptOf(design.undo, session.engine)}\n` }, now: context.now(), signal });
    };
    const run = async (statement: string, at: number): Promise<void> => {
      context.progress({ message: `Protecting ${qualified(table)}`, done: at + 1, total: design.statements.length });
      await session.run(statement, { signal });
    };
    if (session.migrations.undoes !== "structure") return oneByOne(design.statements, await together(session, begin), run);
    return inOne(context, session, begin, async () => {
      for (const [at, statement] of design.statements.entries()) await run(statement, at);
      if (apart.length === 0 && fingerprint(await session.catalog(signal)) !== planned.after) throw new SnapshotError("mismatch", "The schema afterwards is not what the trial had shown. Everything was rolled back.", { next: "Run it again." });
    });
  }, waiting(context));
}

/** What a person runs to go back: the snapshot where no rows can be lost by it, else the statements that undo it, which are kept beside it. */
export function wayBack(session: Session, snapshot: TakenSnapshot): string {
  return session.migrations.undoes === "structure" ? snapshot.manifest.id : `${snapshot.folder}/${undoFile(session)}`;
}

function undoFile({ engine }: Session): string {
  return `undo${engine.scriptEnding}`;
}

/** All or nothing; the snapshot goes with what it was taken for. */
async function inOne(context: CommandContext, session: Session, begin: () => Promise<TakenSnapshot>, work: () => Promise<void>): Promise<TakenSnapshot> {
  let taken: TakenSnapshot | null = null;
  try {
    return await session.transaction("commit", async () => {
      taken = await begin();
      await work();
      return taken;
    });
  } catch (error) {
    const left = taken as TakenSnapshot | null;
    if (left !== null) await rm(context.files.absolute(left.folder), { recursive: true, force: true });
    throw error;
  }
}

/** Where every statement commits by itself: what stands after a failure is told, and how to go back. */
async function oneByOne(statements: readonly string[], snapshot: TakenSnapshot, run: (statement: string, at: number) => Promise<void>): Promise<TakenSnapshot> {
  for (const [at, statement] of statements.entries()) {
    try {
      await run(statement, at);
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      throw new StatementError("other", error.code, `${error.message} ${at === 0 ? "Nothing was changed." : `${counted(at, "statement")} of ${statements.length} ${at === 1 ? "stands" : "stand"}.`}`, { cause: error, next: "The report of --preview shows what undoes each: run those of the statements that stand, from the last to the first." });
    }
  }
  return snapshot;
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
