import { readFile } from "node:fs/promises";
import { describeDifference, diffCatalogs } from "../catalog/diff.ts";
import { fingerprint } from "../catalog/fingerprint.ts";
import { qualified } from "../catalog/objects.ts";
import { SnapshotError, throwIfCancelled } from "../errors.ts";
import type { RestorableConnection, RestoreStep } from "./connection.ts";
import type { OpenedSnapshot } from "./open.ts";
import type { PlannedLoad, RestorePlan } from "./restorePlan.ts";
import { sequencesFile, type SequenceValue } from "./sequences.ts";

export interface Restored {
  /** Rows brought back, by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** The same, each with the snapshot that had them, in the order in which they were loaded. */
  readonly from: readonly { readonly table: string; readonly rows: number; readonly snapshot: string }[];
  /** Of the schema afterwards, equal to the snapshot's. */
  readonly fingerprint: string;
}

export interface RestoreRun {
  readonly connection: RestorableConnection;
  readonly snapshot: OpenedSnapshot;
  readonly plan: RestorePlan;
  readonly signal: AbortSignal;
  readonly onStep: (message: string, done: number, of: number) => void;
}

/**
 * Goes back to a snapshot in one transaction: structure, kept rows, constraints, then the fingerprint and the integrity must be right.
 * "rollback" only tries it. `around` runs first and last inside the transaction. Throws SnapshotError "mismatch" or what the server refused; then nothing has changed.
 */
export async function restore(run: RestoreRun, end: "commit" | "rollback", around: { readonly before?: () => Promise<void>; readonly after?: () => Promise<void> } = {}): Promise<Restored> {
  const { connection } = run;
  const restoreSettings = await connection.migrations.rememberSettings();
  try {
    await connection.migrations.suspendForeignKeys();
    return await connection.transaction(end, async () => {
      await around.before?.();
      const restored = await bringBack(run);
      await around.after?.();
      return restored;
    });
  } finally {
    await restoreSettings();
  }
}

async function bringBack({ connection, snapshot, plan, signal, onStep }: RestoreRun): Promise<Restored> {
  const troubles = new Set((await connection.integrity(signal)).map(describeProblem));
  const of = plan.hops.reduce((sum, hop) => sum + hop.steps.length + hop.loads.length, 0);
  let done = 0;
  const perform = async (steps: readonly RestoreStep[]): Promise<void> => {
    for (const step of steps) {
      throwIfCancelled(signal);
      onStep(step.sql, ++done, of);
      await connection.run(step.sql, { signal, maxRows: 0 });
    }
  };
  const rows: Record<string, number> = {};
  const from: { table: string; rows: number; snapshot: string }[] = [];
  for (const hop of plan.hops) {
    await perform(hop.steps.filter((step) => step.phase === "structure"));
    await connection.migrations.constraintChecks("end");
    for (const load of hop.loads) {
      const name = qualified({ schema: load.kept.schema, name: load.kept.table });
      onStep(`rows of ${name}`, ++done, of);
      const loaded = await loadTable(connection, load.from, load, signal);
      rows[name] = Math.max(rows[name] ?? 0, loaded);
      from.push({ table: name, rows: loaded, snapshot: load.from.manifest.id });
    }
    await moveSequences(connection, hop.snapshot);
    // A table with pending checks of deferred constraints cannot be altered.
    await connection.migrations.constraintChecks("now");
    await perform(hop.steps.filter((step) => step.phase === "constraints"));
  }
  const after = await connection.catalog(signal);
  const print = fingerprint(after);
  if (print !== snapshot.manifest.fingerprint) throw mismatch(snapshot, diffCatalogs(snapshot.catalog, after).map(describeDifference));
  const broken = (await connection.integrity(signal)).map(describeProblem).filter((problem) => !troubles.has(problem));
  if (broken.length > 0) throw mismatch(snapshot, broken);
  return { rows, from, fingerprint: print };
}

/** Brings the kept rows of one table back; the transaction is the caller's. */
export async function loadTable(connection: RestorableConnection, snapshot: OpenedSnapshot, { kept, how }: Pick<PlannedLoad, "kept" | "how">, signal: AbortSignal): Promise<number> {
  const { schema, table, key, columns } = kept;
  if (how === "replace") await connection.migrations.empty({ schema, name: table }, signal);
  const request = { schema, table, key, ...(columns === undefined ? {} : { columns }) };
  return (await connection.loadRows(request, snapshot.file(kept.file), signal)).rows;
}

async function moveSequences(connection: RestorableConnection, snapshot: OpenedSnapshot): Promise<void> {
  if (!snapshot.manifest.files.some((file) => file.path === sequencesFile)) return;
  const values = JSON.parse(await readFile(snapshot.file(sequencesFile), "utf8")) as SequenceValue[];
  await connection.migrations.advanceCounters(values);
}

function describeProblem(problem: { readonly check: string; readonly object: string; readonly message: string }): string {
  return `${problem.check} ${problem.object}: ${problem.message}`;
}

function mismatch(snapshot: OpenedSnapshot, differences: readonly string[]): SnapshotError {
  const shown = differences.slice(0, 3).join("; ");
  return new SnapshotError("mismatch", `Going back to ${snapshot.manifest.id} does not restore it: ${shown}${differences.length > 3 ? `; and ${differences.length - 3} more` : ""}. Everything was rolled back.`, {
    next: `Restore by hand from ${snapshot.folder}/schema.sql, or change the database so that these objects can be restored.`,
    details: { differences: [...differences] },
  });
}
