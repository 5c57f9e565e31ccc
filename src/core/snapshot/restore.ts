import { describeDifference, diffCatalogs } from "../catalog/diff.ts";
import { fingerprint } from "../catalog/fingerprint.ts";
import { CancelledError, ConnectionError, isDataEngineerError, SnapshotError, type ConnectionReason } from "../errors.ts";
import { together } from "../migration/together.ts";
import { bringBack, stepsOf, type Restored, type RestoreRun } from "./bringBack.ts";

/** What runs first and last; inside the restore's transaction where one holds all of it, else each in one of its own. */
export interface Around {
  readonly before?: () => Promise<void>;
  readonly after?: () => Promise<void>;
}

/**
 * Goes back to a snapshot and verifies it. Where a transaction undoes structure, in one: what does not restore changes nothing. Else step by step,
 * and what was done stands when it is cut off: the error says how far it came, and the same restore planned again goes on from there.
 * Throws SnapshotError "mismatch" or what the server refused.
 */
export async function restore(run: RestoreRun, around: Around = {}): Promise<Restored> {
  const { migrations } = run.connection;
  return withoutForeignKeys(run, () => (migrations.undoes === "structure" ? inTransaction(run, "commit", around) : stepByStep(run, around)));
}

/** Tries it and leaves nothing behind: in a transaction that is rolled back, or on a scratch database with the structure of now. Throws as `restore`. */
export async function tryRestore(run: RestoreRun): Promise<Restored> {
  if (run.connection.migrations.undoes === "structure") return withoutForeignKeys(run, () => inTransaction(run, "rollback", {}));
  const shadow = await run.connection.shadow({ data: "sample", signal: run.signal });
  try {
    const there = await shadow.session.catalog(run.signal);
    if (fingerprint(there) !== fingerprint(run.plan.live)) {
      const differences = diffCatalogs(run.plan.live, there).map(describeDifference);
      throw new SnapshotError("mismatch", `Nothing can be proven on ${shadow.label}, because it could not be made like ${run.connection.facts.database}: ${differences.slice(0, 3).join("; ")}.`, { details: { differences } });
    }
    const scratch = { ...run, connection: shadow.session };
    return await withoutForeignKeys(scratch, () => bringBack(scratch, { load: (load) => load(), inTransaction: false, integrity: false }));
  } finally {
    await shadow.drop();
  }
}

/** How it was tried, in words that end a sentence. */
export function triedWhere({ migrations }: Pick<RestoreRun["connection"], "migrations">): string {
  return migrations.undoes === "structure" ? "in a transaction that was rolled back" : "on a scratch database";
}

async function withoutForeignKeys(run: RestoreRun, work: () => Promise<Restored>): Promise<Restored> {
  const { migrations } = run.connection;
  const restoreSettings = await migrations.rememberSettings();
  let lost = false;
  try {
    await migrations.suspendForeignKeys();
    return await work();
  } catch (error) {
    lost = isDataEngineerError(error) && error.kind === "connection";
    throw error;
  } finally {
    if (!lost) await restoreSettings();
  }
}

async function inTransaction(run: RestoreRun, end: "commit" | "rollback", around: Around): Promise<Restored> {
  return run.connection.transaction(end, async () => {
    await around.before?.();
    const restored = await bringBack(run, { load: (load) => load(), inTransaction: true, integrity: true });
    await around.after?.();
    return restored;
  });
}

async function stepByStep(run: RestoreRun, { before, after }: Around): Promise<Restored> {
  const { connection } = run;
  if (before !== undefined) await together(connection, before);
  let started = 0;
  const counting = (message: string, done: number, of: number): void => {
    started = done;
    run.onStep(message, done, of);
  };
  try {
    const restored = await bringBack({ ...run, onStep: counting }, { load: (load) => together(connection, load), inTransaction: false, integrity: true });
    if (after !== undefined) await together(connection, after);
    return restored;
  } catch (error) {
    throw stands(run, error, started);
  }
}

/** A failure after some steps, which no rollback takes back. */
function stands({ connection, snapshot, plan }: RestoreRun, error: unknown, started: number): unknown {
  const done = Math.max(0, started - 1);
  if (!isDataEngineerError(error) || (done === 0 && error.kind !== "snapshot")) return error;
  const message = `Going back to ${snapshot.manifest.id} stopped after ${done} of ${stepsOf(plan)} steps, which stand: ${connection.facts.database} is between two schemas. ${error.message}`;
  const next = `Run the same rollback again: it goes on from where the database stands.${error.next === undefined ? "" : ` ${error.next}`}`;
  const options = { cause: error, next, details: { ...error.details, stepsDone: done } };
  if (error.kind === "cancelled") return new CancelledError(message, options);
  if (error.kind === "connection") return new ConnectionError(error.reason as ConnectionReason, message, options);
  return new SnapshotError("mismatch", message, options);
}
