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
  /** Before each step and each table whose rows come back. */
  readonly onStep: (message: string, done: number, of: number) => void;
}

export interface BringBackHow {
  /** Brings the rows of one table back. */
  readonly load: (load: () => Promise<number>) => Promise<number>;
  /** All of it runs in one transaction, at whose end constraints can wait for each other. */
  readonly inTransaction: boolean;
  /** Only where all rows are there: foreign keys and the like are looked at before and after. */
  readonly integrity: boolean;
}

/** Structure, kept rows, constraints, hop by hop; then the fingerprint (and the integrity) must be right. Throws SnapshotError "mismatch" or what the server refused. */
export async function bringBack({ connection, snapshot, plan, signal, onStep }: RestoreRun, how: BringBackHow): Promise<Restored> {
  const { migrations } = connection;
  // What is not validated is part of the fingerprint: a snapshot may have had it so.
  const problems = async (): Promise<string[]> => (how.integrity ? (await connection.integrity(signal)).filter((problem) => problem.check !== "notValidated").map(describeProblem) : []);
  const troubles = new Set(await problems());
  const of = stepsOf(plan);
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
    if (how.inTransaction) await migrations.constraintChecks("end");
    for (const load of hop.loads) {
      const name = qualified({ schema: load.kept.schema, name: load.kept.table });
      onStep(`rows of ${name}`, ++done, of);
      const loaded = await how.load(() => loadTable(connection, load.from, load, signal));
      rows[name] = Math.max(rows[name] ?? 0, loaded);
      from.push({ table: name, rows: loaded, snapshot: load.from.manifest.id });
    }
    await moveSequences(connection, hop.snapshot);
    // A table with pending checks of deferred constraints cannot be altered.
    if (how.inTransaction) await migrations.constraintChecks("now");
    await perform(hop.steps.filter((step) => step.phase === "constraints"));
  }
  const after = await connection.catalog(signal);
  const print = fingerprint(after);
  if (print !== snapshot.manifest.fingerprint) throw mismatch(connection, snapshot, diffCatalogs(snapshot.catalog, after).map(describeDifference));
  const broken = (await problems()).filter((problem) => !troubles.has(problem));
  if (broken.length > 0) throw mismatch(connection, snapshot, broken);
  return { rows, from, fingerprint: print };
}

/** Statements and tables of rows: what `onStep` counts. */
export function stepsOf(plan: RestorePlan): number {
  return plan.hops.reduce((sum, hop) => sum + hop.steps.length + hop.loads.length, 0);
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

function mismatch(connection: RestorableConnection, snapshot: OpenedSnapshot, differences: readonly string[]): SnapshotError {
  const shown = differences.slice(0, 3).join("; ");
  const undone = connection.migrations.undoes === "structure" ? " Everything was rolled back." : "";
  return new SnapshotError("mismatch", `Going back to ${snapshot.manifest.id} does not restore it: ${shown}${differences.length > 3 ? `; and ${differences.length - 3} more` : ""}.${undone}`, {
    next: `Restore by hand from ${snapshot.folder}/schema${connection.engine.scriptEnding}, or change the database so that these objects can be restored.`,
    details: { differences: [...differences] },
  });
}
