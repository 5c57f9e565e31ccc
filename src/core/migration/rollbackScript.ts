import { rm } from "node:fs/promises";
import type { Catalog } from "../catalog/catalog.ts";
import { describeDifference, diffCatalogs } from "../catalog/diff.ts";
import { fingerprint } from "../catalog/fingerprint.ts";
import { qualified } from "../catalog/objects.ts";
import { SnapshotError } from "../errors.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import type { RestorableConnection } from "../snapshot/connection.ts";
import type { TakenSnapshot } from "../snapshot/create.ts";
import { planKeep } from "../snapshot/keepPlan.ts";
import { adoptOwn, openAside } from "../snapshot/keptAside.ts";
import { loadOrder } from "../snapshot/loadOrder.ts";
import type { OpenedSnapshot } from "../snapshot/open.ts";
import { isApart } from "../snapshot/restorePlan.ts";
import { loadTable } from "../snapshot/bringBack.ts";
import { takeSafetySnapshot } from "../snapshot/safety.ts";
import type { Destruction } from "../script/facts.ts";
import { asOnlyApplier, type OnWait } from "./applierLock.ts";
import { isAtomic } from "./applyOne.ts";
import { together } from "./together.ts";
import { execute, type ExecutionEvent } from "./execute.ts";
import type { RecordedEntry } from "./historyTable.ts";
import type { StatementResult } from "./result.ts";
import type { RunPlan } from "./plan.ts";
import type { SchemaBefore } from "./undone.ts";

export interface ScriptRollback {
  readonly files: WorkspaceFiles;
  readonly connection: RestorableConnection;
  readonly script: RunPlan;
  readonly label: string;
  /** The migration that it undoes; null for a script of its own. */
  readonly entry: RecordedEntry | null;
  readonly expected: SchemaBefore | null;
  /** Fingerprint of the schema that was looked at when the person was asked. */
  readonly planned: string;
  readonly lockWaitMs: number;
  readonly onWait?: OnWait;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly onEvent: (event: ExecutionEvent) => void;
}

export interface ScriptRolledBack {
  readonly statements: readonly StatementResult[];
  readonly snapshot: TakenSnapshot | null;
  /** Rows that the migration had removed and that are back, by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Whether the schema is what it was; null where that is not on record. */
  readonly verified: boolean | null;
  readonly fingerprint: string | null;
  /** Statements whose effects stand although it failed. */
  readonly standing: number;
  /** What the script changed or removed and the snapshot before it does not hold, in words. */
  readonly unkept: readonly string[];
  readonly error?: unknown;
}

/** Runs a down script as the only applier. In one transaction wherever a transaction holds it: then a schema that is not what it was rolls everything back. */
export async function rollbackWithScript(run: ScriptRollback): Promise<ScriptRolledBack> {
  return asOnlyApplier(run.connection, run.lockWaitMs, run.signal, async () => {
    const restoreSettings = await run.connection.migrations.rememberSettings();
    try {
      return await performScript(run);
    } finally {
      await restoreSettings();
    }
  }, run.onWait);
}

async function performScript(run: ScriptRollback): Promise<ScriptRolledBack> {
  const { connection, script, signal, expected } = run;
  const atomic = isAtomic(script, connection.migrations);
  const history = run.entry === null ? null : await connection.migrations.history.open();
  let snapshot: TakenSnapshot | null = null;
  let live: Catalog | null = null;
  let after: Catalog | null = null;
  let rows: Record<string, number> = {};
  let unkept: readonly string[] = [];
  const discard = async (): Promise<void> => {
    if (snapshot !== null) await rm(run.files.absolute(snapshot.folder), { recursive: true, force: true });
    snapshot = null;
  };
  const begin = async (): Promise<void> => {
    await discard();
    const catalog = await connection.catalog(signal);
    live = catalog;
    if (fingerprint(catalog) !== run.planned) throw new SnapshotError("mismatch", "The schema was changed by another while the rollback was being asked for; nothing was changed.", { next: "Run the rollback again." });
    const overwritten = (expected?.snapshot?.manifest.kept ?? []).map((kept): Destruction => ({ object: { kind: "table", schema: kept.schema, name: kept.table }, how: "updateAll", ...(kept.columns === undefined ? {} : { columns: kept.columns }) }));
    const keep = planKeep(catalog, [...script.statements.flatMap((statement) => statement.facts?.destroys ?? []), ...overwritten]);
    snapshot = await takeSafetySnapshot(run.files, connection, { label: `before-rollback-of-${run.label}`, reason: "beforeRollback", catalog, keep, now: run.now(), signal });
  };
  const adopt = async (): Promise<void> => {
    if (snapshot === null || atomic) return;
    const adopted = await adoptOwn(run.files.absolute(snapshot.folder), snapshot.manifest);
    snapshot = { ...snapshot, manifest: adopted.manifest };
    unkept = [...unkept, ...adopted.unkept];
  };
  if (!atomic) await together(connection, begin);
  const end = await execute({
    connection, plan: script, from: 0, signal, onEvent: run.onEvent,
    ...(atomic ? { onBegin: begin } : {}),
    keepIn: () => (snapshot === null ? Promise.resolve(null) : openAside(run.files.absolute(snapshot.folder))),
    record: async (_done, last) => {
      await adopt();
      if (!last) return;
      after = await connection.catalog(signal);
      if (atomic && expected !== null && fingerprint(after) !== expected.fingerprint) throw mismatch(expected, after);
      const back = atomic || (connection.migrations.undoes !== "structure" && fingerprint(after) === expected?.fingerprint);
      if (back && expected?.snapshot != null && live !== null) rows = await rowsBack(connection, expected.snapshot, live, signal);
      if (history !== null && run.entry !== null) await history.rolledBack(run.entry.version);
    },
  });
  const print = after === null ? null : fingerprint(after);
  const failed = "error" in end;
  if (failed) await adopt();
  if (failed && atomic) await discard();
  return {
    statements: end.results, snapshot, rows: failed ? {} : rows, fingerprint: print, standing: failed ? end.done : 0, unkept,
    verified: failed || expected === null || print === null ? null : print === expected.fingerprint,
    ...(failed ? { error: end.error } : {}),
  };
}

/** A down script brings the schema back, the snapshot what the migration removed from it. Rows that nothing tells apart stay as the script left them. */
async function rowsBack(connection: RestorableConnection, snapshot: OpenedSnapshot, live: Catalog, signal: AbortSignal): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const kept of loadOrder(snapshot.catalog, snapshot.manifest.kept)) {
    const name = { schema: kept.schema, name: kept.table };
    const apart = isApart(connection, live, snapshot.catalog, kept) || !(await connection.migrations.hasRows(name));
    if (apart) rows[qualified(name)] = await loadTable(connection, snapshot, { kept, how: "merge" }, signal);
  }
  return rows;
}

function mismatch(expected: SchemaBefore, after: Catalog): SnapshotError {
  const differences = expected.catalog === null ? ["its fingerprint differs"] : diffCatalogs(expected.catalog, after).map(describeDifference);
  return new SnapshotError("mismatch", `The script does not restore the schema: ${differences.slice(0, 3).join("; ")}. Everything was rolled back.`, {
    ...(expected.snapshot === null ? {} : { next: `Go back to the snapshot instead: rollback ${expected.snapshot.manifest.id}` }),
    details: { differences },
  });
}
